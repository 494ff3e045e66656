#!/usr/bin/env bash
# Checks the models of this folder with Spin: bash docs/model/run.sh [quick|full]
#
# quick (under a minute) searches each protocol exhaustively within small bounds and requires every seeded fault to be
# found; full adds larger bounds (minutes, up to 6 GB). One line per run; ends non-zero if any verdict
# is not the expected one: no error for mode 0, "assertion violated" for every fault. A search that hits its limits
# (depth, memory, time) counts as failed. Leave "-D…" as they stand in a line to repeat one run by hand:
#   spin -DMODE=1 -DRMAX=1 … -a commit.pml && gcc -O2 -DSAFETY -o pan pan.c && ./pan -E && spin -DMODE=1 … -t -p commit.pml
set -euo pipefail
models="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

# One run: name, mode, bounds. Prints its line, and leaves the verdict in a file.
if [[ "${1:-}" == one ]]; then
  work="$2" model="$3" mode="$4"
  shift 4
  dir="$(mktemp -d "$work/run.XXXXXX")"
  cd "$dir"
  start="$(date +%s%N)"
  # A fault is found within few states, so compiling costs more than searching. So it does for all of producer, whose
  # code comes out as few and huge functions: gcc takes 50 s for it with -O1, 4 s without, the search 1 s or 2 s.
  search=-O1
  [[ "$mode" == 0 && "$model" != producer ]] || search=-O0
  # -DREVERSE among the bounds turns the order of the search round: some faults lie nearer to that end.
  [[ "$*" != *-DREVERSE* ]] || search+=" -DREVERSE"
  spin "-DMODE=$mode" "$@" -a "$models/$model.pml" > spin.log 2>&1 || { cat spin.log; exit 1; }
  # shellcheck disable=SC2086
  gcc -w $search -DSAFETY -DCOLLAPSE -DNOFAIR -DVECTORSZ=512 -DMEMLIM=6000 -o pan pan.c
  timeout "${RUN_SECONDS_MAX:-900}" ./pan -E -m200000 -w22 > pan.log 2>&1 || true
  states="$(sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' pan.log)"
  got="incomplete"
  if grep -q 'assertion violated' pan.log; then
    got="assertion violated"
  elif grep -q 'errors: 0' pan.log && ! grep -qE 'max search depth too small|not completed|aborted' pan.log; then
    got="no error"
  fi
  expected="assertion violated"
  [[ "$mode" == 0 ]] && expected="no error"
  verdict=ok
  [[ "$got" == "$expected" ]] || verdict=FAILED
  echo "$verdict" > verdict
  ms=$((($(date +%s%N) - start) / 1000000))
  printf '%-9s mode %-2s %-52s %10s states %4d.%d s  expected: %s, got: %s, %s\n' "$model" "$mode" "$*" \
    "${states:-?}" $((ms / 1000)) $((ms % 1000 / 100)) "$expected" "$got" "$verdict"
  rm -f pan pan.? ./*.trail
  exit 0
fi

small="-DRMAX=1 -DMAXE=2 -DMAXTO=1 -DNB=4 -DNTOK=4"
quick() {
  echo "commit 0 $small"
  for mode in 1 2 3 4 5 6; do echo "commit $mode $small"; done
  echo "snapshot 0 -DMAXE=2 -DREADERS=0"
  echo "snapshot 0 -DMAXE=2 -DDAMAGE=0 -DNBLK=3"
  for mode in 1 2 3 4 5 6; do echo "snapshot $mode -DMAXE=2 -DREADERS=0"; done
  for mode in 7 9 10; do echo "snapshot $mode -DMAXE=1 -DDAMAGE=0"; done
  echo "snapshot 8 -DMAXE=3 -DNBLK=3 -DREADERS=0 -DREVERSE"
  echo "producer 0 -DNP=1 -DMAXN=3"
  for mode in 1 2 3 4 5 6 7 8 9; do echo "producer $mode -DNP=1 -DMAXN=3"; done
}
full() {
  quick
  echo "commit 0 $small -DIDENT=0"
  echo "commit 0 -DRMAX=1 -DMAXE=2 -DMAXTO=2 -DNB=4 -DNTOK=4"
  echo "commit 0 -DRMAX=1 -DMAXE=2 -DMAXTO=2 -DNB=4 -DNTOK=4 -DIDENT=0"
  echo "snapshot 0 -DMAXE=2 -DDAMAGE=0"
  echo "snapshot 0 -DMAXE=2"
  echo "snapshot 0 -DMAXE=3 -DNBLK=3 -DREADERS=0"
  echo "producer 0 -DNP=2 -DMAXN=2"
}

kind="${1:-quick}"
if [[ "$kind" != quick && "$kind" != full ]]; then
  echo "usage: bash docs/model/run.sh [quick|full]" >&2
  exit 2
fi
for tool in spin gcc; do
  if ! command -v "$tool" > /dev/null; then
    echo "$tool is not installed; on Debian: apt-get install spin gcc libc6-dev" >&2
    exit 2
  fi
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
"$kind" > "$work/list"
xargs -P 2 -L 1 bash "$models/run.sh" one "$work" < "$work/list" || true
total="$(wc -l < "$work/list")"
passed="$(cat "$work"/run.*/verdict | grep -c '^ok$' || true)"
echo "models: $passed passed, $((total - passed)) failed"
[[ "$passed" == "$total" ]]
