#!/bin/bash
# Packs what runs on a node into assets/node/unpack.sh, the last part of the user data.
set -euo pipefail
cd "$(dirname "$0")/../assets/node"

# A script that writes the files, without comments and indentation, which are for readers here.
put() { # mode directory file…
  local mode=$1 to=$2 file
  shift 2
  for file; do
    printf "cat>%s<<'@'\n" "$to/$file"
    sed '1!{/^ *#/d}; s/^ *//; /^$/d' "$file"
    echo @
  done
  echo "chmod $mode ${*/#/$to/}"
}
all() {
  echo 'mkdir -p usr/local/lib/kafka-node'
  # In the order in which they compress best.
  put 755 usr/local/bin kafka-admin
  put 644 usr/local/lib/kafka-node lib
  put 755 usr/local/lib/kafka-node run gate secrets volumes users identity logs install drain grow format metrics boot
  put 644 etc/kafka-node log4j2.properties
  put 644 etc/systemd/system ./*.service ./*.timer
}
# Python is there: cloud-init, which runs the user data, is written in it. Its base 85 and LZMA are a tenth smaller than base 64 and gzip.
{
  # What another instance left in the image is not this one's.
  echo 'rm -rf /var/lib/kafka-node'
  echo "python3 -c 'import base64,lzma;print(lzma.decompress(base64.b85decode(open(0).read().strip())).decode())' <<'@' | (cd / && bash)"
  all | python3 -c 'import base64,lzma,sys;print(base64.b85encode(lzma.compress(sys.stdin.buffer.read(),lzma.FORMAT_ALONE,filters=[dict(id=lzma.FILTER_LZMA1,preset=9|lzma.PRESET_EXTREME,lc=3,lp=0,pb=0)])).decode())'
  echo @
  echo 'systemctl daemon-reload'
  echo 'systemctl enable --now --no-block kafka-node-drain.service kafka-node-tend.timer kafka-node-boot.service'
} > unpack.sh
wc -c unpack.sh
