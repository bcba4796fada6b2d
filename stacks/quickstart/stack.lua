-- stack.lua - the first stack to try: a network over three zones, on simulated clouds or on your own account.
--
--     infra plan stacks/quickstart --sim
--     infra apply stacks/quickstart --sim --yes
--     infra plan stacks/quickstart --sim --var nat=per-zone      what would change
--
-- A stack is a pure function of its files and inputs: no clock, no environment, no randomness. See README.md beside this file.

stack "quickstart" { infra = ">= 0.1" }

local region = input "region" { type = "string", default = "ap-northeast-2", description = "where the network lives" }
local range  = input "range"  { type = "string", default = "10.0.0.0/16", description = "addresses of the whole network" }
local zones  = input "zones"  { type = "list of string", default = { "a", "b", "c" }, description = "availability zones, by their letter" }
local nat    = input "nat"    { type = "string", default = "one", description = "NAT gateways: one, per-zone or none" }
local office = input "office" { type = "string", default = "203.0.113.0/24", description = "who may reach the bastion" }

aws.provider { region = region, default_tags = { tags = { project = "quickstart" } } }

local net = scope("net", require "lib.network", {
    name = "quickstart", cidr_block = range, zones = zones, region = region, nat = nat,
})

-- Rules as resources of their own: each can be added, changed and blamed alone.
local web = aws.security_group "web" {
    name = "quickstart-web",
    description = "HTTPS from everywhere",
    vpc_id = net.vpc.id,
    tags = { Name = "quickstart-web" },
}
for name, port in pairs { http = 80, https = 443 } do
    aws.vpc_security_group_ingress_rule("web-" .. name) {
        security_group_id = web.id,
        cidr_ipv4 = "0.0.0.0/0",
        ip_protocol = "tcp",
        from_port = port,
        to_port = port,
        description = name,
    }
end
aws.vpc_security_group_egress_rule "web-out" { security_group_id = web.id, cidr_ipv4 = "0.0.0.0/0", ip_protocol = "-1" }

-- Rules inside the group: the group owns all of them, and a rule somebody adds by hand is drift.
aws.security_group "bastion" {
    name = "quickstart-bastion",
    description = "SSH from the office",
    vpc_id = net.vpc.id,
    ingress = { { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = { office }, description = "ssh" } },
    egress = { { protocol = "-1", from_port = 0, to_port = 0, cidr_blocks = { "0.0.0.0/0" } } },
    tags = { Name = "quickstart-bastion" },
}

output "vpc_id" { value = net.vpc.id, description = "the network" }
output "web_group" { value = web.id }
