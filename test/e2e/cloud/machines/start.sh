#!/bin/sh
# start.sh DIRECTORY NAME: becomes process 1 of a machine, in namespaces of its own, on a copy of this system that is thrown away with it.
set -e
mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
cd "$1/root"
mount -t proc proc proc
# The kernel's settings are those of the whole system, and not a machine's to change.
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount --bind "$1/meminfo" proc/meminfo
mount -t tmpfs tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
mount -t tmpfs -o mode=755 tmpfs dev
for device in null zero full random urandom tty; do
  : > "dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
mkdir -p dev/disk/by-id dev/shm
ln -s /proc/self/fd dev/fd
hostname "$2"
mkdir -p .before
pivot_root . .before
umount -l /.before
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin /usr/bin/python3 -B /usr/local/lib/init.py
