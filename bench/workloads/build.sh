#!/bin/sh
# Builds bench/workloads/kernel.elf, which is committed: gcc with 32-bit support is wanted only to change it.
set -eu
cd "$(dirname "$0")"
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
flags="-m32 -O2 -march=i686 -mno-sse -mno-mmx -mno-80387 -ffreestanding -fno-pic -fno-pie -fno-stack-protector \
-fcf-protection=none -fno-tree-vectorize -fno-tree-loop-distribute-patterns -Wall -Wextra -Werror"
for source in user kernel main; do
	# shellcheck disable=SC2086
	gcc $flags -c "$source.c" -o "$objects/$source.o"
done
gcc -m32 -c start.S -o "$objects/start.o"
ld -m elf_i386 -T link.ld -s -o kernel.elf "$objects/start.o" "$objects/main.o" "$objects/kernel.o" "$objects/user.o"
