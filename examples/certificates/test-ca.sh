#!/bin/bash
# A certificate authority to try things with, and certificates by it, in the form in which BrokerCertificate and ClientCa want them.
set -euo pipefail

if [ $# -lt 2 ] || [ "$1" = --help ]; then
  cat <<'HELP'
Usage: test-ca.sh DIRECTORY [--secret NAME] HOST...

Makes DIRECTORY/ca.pem, the authority, unless it is there, and DIRECTORY/HOST.pem by the first HOST: a private key (PKCS#8, not encrypted), a certificate
for all the hosts, which is good for servers and clients alike, and the authority's certificate.

  --secret NAME  puts the file into the secret NAME of Secrets Manager, which is made if it is not there; needs the aws command and your credentials

The names that a listener needs: renderer.certificateNames(listener). A client's certificate: test-ca.sh DIRECTORY payments.
For tests only: keys lie in DIRECTORY, and everything ends after 90 days.
HELP
  [ "${1:-}" = --help ] && exit
  exit 1
fi

directory=$1 secret=
shift
if [ "$1" = --secret ]; then secret=$2; shift 2; fi
umask 077
mkdir -p "$directory"
cd "$directory"

key=(-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes)
if [ ! -e ca.pem ]; then
  # Clients in Python 3.13 and newer take no authority without its usage, and no certificate that does not say whose it is.
  openssl req -x509 "${key[@]}" -days 90 -subj '/CN=Test CA' -addext keyUsage=critical,keyCertSign,cRLSign -keyout ca.key -out ca.pem 2> /dev/null
  echo "$directory/ca.pem is a new authority; clients trust it"
fi

file=${1//\*/any}.pem
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
cat > "$new/extensions" <<EXTENSIONS
subjectAltName=$(printf ',DNS:%s' "$@" | cut -c 2-)
extendedKeyUsage=serverAuth,clientAuth
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
EXTENSIONS
openssl req "${key[@]}" -subj "/CN=${1:0:64}" -keyout "$new/key" -out "$new/request" 2> /dev/null
openssl x509 -req -in "$new/request" -CA ca.pem -CAkey ca.key -CAcreateserial -days 90 -extfile "$new/extensions" -out "$new/certificate" 2> /dev/null
cat "$new/key" "$new/certificate" ca.pem > "$file"
echo "$directory/$file has a key and a certificate for $*"

if [ -n "$secret" ]; then
  aws secretsmanager put-secret-value --secret-id "$secret" --secret-string "file://$file" > /dev/null 2>&1 ||
    aws secretsmanager create-secret --name "$secret" --secret-string "file://$file" > /dev/null
  echo "the secret $secret has it"
fi
