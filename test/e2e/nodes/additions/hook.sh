#!/bin/bash
# Kafka is not there yet, and the file is.
set -euo pipefail
if pgrep -f 'kafka[.]Kafka'; then exit 1; fi
[ -s /etc/additions/file ]
echo "a hook of node $NODE_ID, by $(id -un)" > /etc/additions/hook
