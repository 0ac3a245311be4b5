#!/bin/bash
# Packs what runs on a node into assets/node/unpack.sh, the last part of the user data.
set -euo pipefail
cd "$(dirname "$0")/../assets/node"

# A script that writes the files, without comments and indentation, which are for readers here. So no code has a blank and a # in it.
put() { # directory file…
  local to=$1 file
  shift
  for file; do
    printf "cat>%s<<'@'\n" "$to/${file#./}"
    sed '1!{/^ *#/d}; /^Description=/d; s/^ *//; s/ # .*//; /^$/d' "$file"
    echo @
  done
}
all() {
  echo 'cd /'
  # What another instance left in the image is not this one's.
  echo 'rm -rf var/lib/kafka-node'
  echo 'umask 22'
  echo 'mkdir -p usr/local/lib/kafka-node'
  # In the order in which they compress best.
  put usr/bin kafka-admin
  put usr/local/lib/kafka-node lib gate metrics secrets volumes identity drain boot install logs format users grow run
  put etc/kafka-node log4j2.properties
  put etc/systemd/system ./*.service ./*.timer
  # All but lib.
  echo 'chmod 755 usr/bin/kafka-admin usr/local/lib/kafka-node/*[!b]'
  echo 'systemctl daemon-reload'
  echo 'systemctl enable --now --no-block kafka-node-drain.service kafka-node-tend.timer kafka-node-boot.service'
}
# Python is there: cloud-init, which runs the user data, is written in it. LZMA is a tenth smaller than gzip, and one number in all 94 printable
# characters is a tenth smaller than base 64.
pack='
import lzma,sys
data=lzma.compress(sys.stdin.buffer.read(),lzma.FORMAT_ALONE,filters=[dict(id=lzma.FILTER_LZMA1,preset=9|lzma.PRESET_EXTREME,lc=3,lp=0,pb=0,mf=lzma.MF_BT3,nice_len=57,depth=1000)])
n=int.from_bytes(data,"big")
text=""
while n:n,digit=divmod(n,94);text=chr(33+digit)+text
print(f"""python3 -c \x27import lzma
n=0
for c in input():n=n*94+ord(c)-33
print(lzma.decompress(n.to_bytes({len(data)},"big")).decode())\x27 <<\x27@\x27 | bash
{text}
@""")'
all | python3 -c "$pack" > unpack.sh
wc -c unpack.sh
