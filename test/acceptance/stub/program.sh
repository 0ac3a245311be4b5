#!/bin/bash
# Stands for aws, cdk and openssl: it is found by PATH under each of these names. Every call is a line of $STUB/calls; the call with the number $FAIL_AT fails,
# and so does each one that $FAIL_ALWAYS matches. The n-th call of a kind is answered by $STUB/answers/KIND.n, later ones by the last that there is.
name=${0##*/}
printf '%s %s\n' "$name" "$*" >>"$STUB/calls"
mapfile -t calls <"$STUB/calls"
if [[ ${#calls[@]} == "$FAIL_AT" || -n $FAIL_ALWAYS && "$name $*" =~ $FAIL_ALWAYS ]]; then
  echo "stub: refused, as the test wants" >&2
  exit 1
fi
case $name in openssl) kind=$name.$1 ;; *) kind=$name.$1${2:+.$2} ;; esac
nth=0
[[ -f $STUB/count.$kind ]] && nth=$(<"$STUB/count.$kind")
nth=$((nth + 1))
echo "$nth" >"$STUB/count.$kind"
[[ -n $SLOW && "$name $*" =~ $SLOW ]] && sleep 20
if [[ $name.$1 == cdk.deploy ]]; then
  while (($#)); do [[ $1 == --outputs-file ]] && echo "$(<"$STUB/answers/outputs")" >"$2"; shift; done
fi
while ((nth > 0)) && [[ ! -f $STUB/answers/$kind.$nth ]]; do nth=$((nth - 1)); done
((nth > 0)) && echo "$(<"$STUB/answers/$kind.$nth")"
exit 0
