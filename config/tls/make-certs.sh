#!/usr/bin/env bash
# Makes a certificate authority and one certificate per node, for the port between nodes (docs/cluster.md).
#   config/tls/make-certs.sh FOLDER HOST...
# FOLDER gets ca.pem and ca.key (kept if they are there), and HOST.pem and HOST.key for each host: a name or an address.
# Keys are RSA: Pekko 1.7.0 reads no others. The nodes need ca.pem and their own two files; ca.key belongs on none of them.
set -euo pipefail

if [ $# -lt 2 ]; then
  echo "usage: make-certs.sh FOLDER HOST..." >&2
  exit 2
fi
folder=$1
shift
# All nodes share this name: a node takes only peers that show it, so another certificate of the same authority, say
# a client's, does not open the port between nodes.
name=millrace-node
mkdir -p "$folder"
umask 077

if [ ! -f "$folder/ca.key" ]; then
  openssl req -x509 -newkey rsa:3072 -nodes -sha256 -days 3650 \
    -subj "/CN=millrace-ca" \
    -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
    -keyout "$folder/ca.key" -out "$folder/ca.pem"
fi
for host in "$@"; do
  kind=DNS
  if [[ $host =~ ^[0-9.]+$ || $host == *:* ]]; then
    kind=IP
  fi
  openssl req -new -newkey rsa:3072 -nodes -sha256 -subj "/CN=$name" \
    -keyout "$folder/$host.key" -out "$folder/$host.csr"
  openssl x509 -req -sha256 -days 825 -in "$folder/$host.csr" -out "$folder/$host.pem" \
    -CA "$folder/ca.pem" -CAkey "$folder/ca.key" -set_serial "0x$(openssl rand -hex 16)" \
    -extfile <(printf '%s\n' "subjectAltName=DNS:$name,$kind:$host" \
      "extendedKeyUsage=serverAuth,clientAuth" "keyUsage=critical,digitalSignature" \
      "basicConstraints=critical,CA:FALSE")
  rm "$folder/$host.csr"
done
