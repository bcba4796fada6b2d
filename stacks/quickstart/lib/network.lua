-- network.lua - a VPC over several zones: public and private subnets, gateways, routes. A module is a file that returns a function.
--
--     local net = scope("net", require "lib.network", { cidr_block = "10.0.0.0/16", zones = { "a", "b" }, region = region })
--
-- Everything it declares is addressed under the scope it is called in: net/aws_vpc.main, net/aws_subnet.public-a ...
-- `nat` is "one" (cheap), "per-zone" (a lost zone takes no other with it) or "none".

return function(args)
    local region, zones, nat = args.region, args.zones, args.nat or "one"
    local vpc = aws.vpc "main" {
        cidr_block = args.cidr_block,
        enable_dns_hostnames = true,
        tags = { Name = args.name },
    }
    local gateway = aws.internet_gateway "main" { vpc_id = vpc.id, tags = { Name = args.name } }

    -- One table for all public subnets: the internet gateway is the same for all.
    local public_table = aws.route_table "public" { vpc_id = vpc.id, tags = { Name = args.name .. "-public" } }
    aws.route "internet" {
        route_table_id = public_table.id,
        destination_cidr_block = "0.0.0.0/0",
        gateway_id = gateway.id,
    }

    local net = { vpc = vpc, public = {}, private = {} }
    local tables = { public_table.id }
    local nat_gateway
    for i, zone in ipairs(zones) do
        local public = aws.subnet("public-" .. zone) {
            vpc_id = vpc.id,
            -- cidr.subnet(range, bits, n): the n-th of 2^bits equal parts
            cidr_block = cidr.subnet(args.cidr_block, 4, i - 1),
            availability_zone = region .. zone,
            map_public_ip_on_launch = true,
            tags = { Name = args.name .. "-public-" .. zone },
        }
        aws.route_table_association("public-" .. zone) { subnet_id = public.id, route_table_id = public_table.id }

        local private = aws.subnet("private-" .. zone) {
            vpc_id = vpc.id,
            cidr_block = cidr.subnet(args.cidr_block, 4, i + 7),
            availability_zone = region .. zone,
            tags = { Name = args.name .. "-private-" .. zone },
        }
        local private_table = aws.route_table("private-" .. zone) { vpc_id = vpc.id, tags = { Name = args.name .. "-private-" .. zone } }
        aws.route_table_association("private-" .. zone) { subnet_id = private.id, route_table_id = private_table.id }

        if nat == "per-zone" or (nat == "one" and i == 1) then
            local address = aws.eip("nat-" .. zone) { domain = "vpc", tags = { Name = args.name .. "-nat-" .. zone } }
            nat_gateway = aws.nat_gateway(zone) {
                subnet_id = public.id,
                allocation_id = address.id,
                tags = { Name = args.name .. "-" .. zone },
            }
        end
        if nat ~= "none" then
            aws.route("private-" .. zone) {
                route_table_id = private_table.id,
                destination_cidr_block = "0.0.0.0/0",
                nat_gateway_id = nat_gateway.id,
            }
        end
        net.public[i], net.private[i] = public, private
        tables[#tables + 1] = private_table.id
    end

    -- Traffic to S3 stays inside AWS and passes no NAT gateway.
    net.s3 = aws.vpc_endpoint "s3" {
        vpc_id = vpc.id,
        service_name = "com.amazonaws." .. region .. ".s3",
        vpc_endpoint_type = "Gateway",
        route_table_ids = tables,
        tags = { Name = args.name .. "-s3" },
    }
    return net
end
