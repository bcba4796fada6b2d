/*
 * ec2.h - the EC2 types of this folder, for the list in aws.c.
 */
#ifndef PROVIDERS_AWS_EC2_EC2_H
#define PROVIDERS_AWS_EC2_EC2_H

#include "engine/provider/provider.h"

extern const struct resource_type aws_vpc, aws_subnet, aws_internet_gateway, aws_eip, aws_nat_gateway, aws_route_table, aws_route,
    aws_route_table_association, aws_security_group, aws_vpc_security_group_ingress_rule, aws_vpc_security_group_egress_rule,
    aws_vpc_endpoint, aws_key_pair;

#endif
