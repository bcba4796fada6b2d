"""The stacks that are measured: the same shapes as the peer's terraform_data, with core.data. Each takes the number of resources."""

HEAD = 'stack "bench" {}\nlocal n = input "n" { type = "number" }\n'
BODY = 'input = { a = "value " .. i, b = i, c = true, d = "x", e = "y", f = "z", g = 3 }'

INDEPENDENT = HEAD + 'for i = 1, n do core.data("r-" .. i) { %s } end\n' % BODY

LAYERED = HEAD + """local layers, last = 10, {}
for layer = 1, layers do
  local now = {}
  for i = 1, n // layers do
    local from = last[#last > 0 and (i * 7) %% #last + 1 or 0]
    now[i] = core.data("r-" .. layer .. "-" .. i) { %s, triggers_replace = from and { up = from.id } or nil }
  end
  last = now
end
""" % BODY

CHAIN = HEAD + """local last
for i = 1, n do last = core.data("r-" .. i) { %s, triggers_replace = last and { up = last.id } or nil } end
""" % BODY

LOOP = HEAD + """local hub = core.data "hub" { input = "hub" }
local all = list {}
for i = 1, n do all[i] = core.data("r-" .. i) { %s, triggers_replace = { hub = hub.id } }.id end
core.data "last" { input = { first = all[1], last = all[n] } }
""" % BODY

MODULES = HEAD + """local module = require "part"
for i = 1, n // 10 do scope("m" .. i, module, { i = i }) end
"""
PART = """return function(args)
  local first = core.data "first" { input = { n = args.i } }
  for i = 1, 9 do core.data("r-" .. i) { %s, triggers_replace = { up = first.id } } end
  return { id = first.id }
end
""" % BODY

EIGHT = HEAD + """for i = 1, n do
  core.data("r-" .. i) { input = { a = "value " .. i, b = i, c = true, d = "x", e = "y", f = "z", g = 3, h = "eighth" } }
end
"""

SHAPES = {
    "independent": {"stack.lua": INDEPENDENT},
    "layered": {"stack.lua": LAYERED},
    "chain": {"stack.lua": CHAIN},
    "one loop": {"stack.lua": LOOP},
    "modules": {"stack.lua": MODULES, "part.lua": PART},
}

# 166 resources a VPC, of eight types: 60 of them are 9,960.
AWS = """stack "bench" {}
local n = input "n" { type = "number" }
aws.provider { region = "ap-northeast-2" }
for v = 1, n do
  local net = "10." .. v .. ".0.0/16"
  local vpc = aws.vpc("v" .. v) { cidr_block = net, enable_dns_hostnames = true, tags = { Name = "v" .. v, team = "bench" } }
  aws.internet_gateway("v" .. v) { vpc_id = vpc.id, tags = { Name = "v" .. v } }
  local tables = {}
  for t = 1, 4 do tables[t] = aws.route_table("v" .. v .. "-" .. t) { vpc_id = vpc.id, tags = { Name = "t" .. t } } end
  for s = 1, 20 do
    local subnet = aws.subnet("v" .. v .. "-" .. s) {
      vpc_id = vpc.id, cidr_block = cidr.subnet(net, 8, s), availability_zone = "ap-northeast-2a", tags = { Name = "s" .. s },
    }
    aws.route_table_association("v" .. v .. "-" .. s) { subnet_id = subnet.id, route_table_id = tables[s % 4 + 1].id }
  end
  for g = 1, 20 do
    local group = aws.security_group("v" .. v .. "-" .. g) { name = "g" .. v .. "-" .. g, description = "bench", vpc_id = vpc.id }
    for r = 1, 5 do
      aws.vpc_security_group_ingress_rule("v" .. v .. "-" .. g .. "-" .. r) {
        security_group_id = group.id, cidr_ipv4 = "10.0." .. r .. ".0/24", from_port = 443, to_port = 443, ip_protocol = "tcp",
      }
    end
  end
end
"""
AWS_PER_VPC = 166
