# What Kafka's JVM says, in the words of the Prometheus exporter or in those of Kafka's JmxTool, as figures: NAME VALUE[,Unit=UNIT].
#   awk -v inner=,INTERNAL, -v counts=NEW -f figures.awk part=former FORMER part=table ROWS part=text TEXT
# ROWS are those of the table that the node publishes. `inner` are listeners that no client has. FORMER has the counts of the last time, and NEW
# gets those of now.

function is_number(text) { return text ~ /^-?[0-9.]+([eE][-+]?[0-9]+)?$/ } # NaN is none, and CloudWatch refuses it

part == "former" { former[$1] = $2; next }

part == "table" {
  if (!($3 in rule)) { names[++figures] = $3; unit[$3] = $4 == "None" ? "" : ",Unit=" $4; rule[$3] = $5 }
  source[$3, ++sources[$3]] = $6
  series[$7] = $6
  next
}

# The exporter's: series{labels} value
NF == 2 && !/^#/ && is_number($2) {
  name = $1
  sub(/[{].*/, "", name)
  if (match($1, /listener="[^"]*"/)) {
    listener = substr($1, RSTART + 10, RLENGTH - 11)
    if (!index(inner, "," listener ",")) { of_listener[name, listener] += $2; listeners[listener] }
  } else value[name] = $2
}

# JmxTool's: bean:attribute=value
match($0, /=[^=]*$/) && is_number(substr($0, RSTART + 1)) {
  key = substr($0, 1, RSTART - 1)
  if (key in series) value[series[key]] = substr($0, RSTART + 1)
}

function say(name, number) { printf "%s %.10g%s\n", name, number, unit[name] }

# Those that have a copy missing, and are at min ISR or below it. A question mark where the counts alone do not tell.
function risk(name, missing, at_min, below) {
  if (at_min == 0 || missing == below) say(name, below)
  else if (missing == 0) say(name, 0)
  else printf "%s ? %d/%d/%d\n", name, missing, at_min, below
}

END {
  for (i = 1; i <= figures; i++) {
    name = names[i]; how = rule[name]; sum = most = found = 0
    if (how == "listeners") {
      for (listener in listeners) if ((source[name, 1], listener) in of_listener) say(name, of_listener[source[name, 1], listener])
      continue
    }
    for (j = 1; j <= sources[name]; j++) {
      if (!(source[name, j] in value)) continue
      one = value[source[name, j]] + 0
      got[++found] = one; sum += one
      if (found == 1 || one > most) most = one
    }
    if (!found) continue
    if (how == "sum") say(name, sum)
    else if (how == "most") say(name, most)
    else if (how == "growth") {
      print name, sum > counts
      # A count that has shrunk is another JVM's, which began at 0.
      say(name, name in former && former[name] + 0 <= sum ? sum - former[name] : sum)
    } else if (found == 3) risk(name, got[1], got[2], got[3])
  }
}
