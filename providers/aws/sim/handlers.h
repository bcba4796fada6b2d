/*
 * handlers.h - one function for each operation of the tables: sim_<Operation>. A new operation in services.list needs one here.
 */
#ifndef PROVIDERS_AWS_SIM_HANDLERS_H
#define PROVIDERS_AWS_SIM_HANDLERS_H

#include "providers/aws/sim/call.h"

#define SIM_EC2_OPERATIONS(X) \
    X(AllocateAddress) X(AssignPrivateNatGatewayAddress) X(AssociateAddress) X(AssociateDhcpOptions) \
    X(AssociateNatGatewayAddress) X(AssociateRouteTable) X(AssociateSubnetCidrBlock) \
    X(AssociateVpcCidrBlock) X(AttachInternetGateway) X(AuthorizeSecurityGroupEgress) \
    X(AuthorizeSecurityGroupIngress) X(CreateDhcpOptions) X(CreateEgressOnlyInternetGateway) \
    X(CreateInternetGateway) X(CreateNatGateway) X(CreateRoute) X(CreateRouteTable) X(CreateSecurityGroup) \
    X(CreateSubnet) X(CreateTags) X(CreateVpc) X(CreateVpcEndpoint) X(DeleteDhcpOptions) \
    X(DeleteEgressOnlyInternetGateway) X(DeleteInternetGateway) X(DeleteKeyPair) X(DeleteNatGateway) \
    X(DeleteNetworkInterface) X(DeleteRoute) X(DeleteRouteTable) X(DeleteSecurityGroup) X(DeleteSubnet) \
    X(DeleteTags) X(DeleteVpc) X(DeleteVpcEndpoints) X(DescribeAccountAttributes) X(DescribeAddresses) \
    X(DescribeAddressesAttribute) X(DescribeAvailabilityZones) X(DescribeDhcpOptions) \
    X(DescribeEgressOnlyInternetGateways) X(DescribeImages) X(DescribeInstances) \
    X(DescribeInternetGateways) X(DescribeKeyPairs) X(DescribeManagedPrefixLists) X(DescribeNatGateways) \
    X(DescribeNetworkAcls) X(DescribeNetworkInterfaces) X(DescribePrefixLists) X(DescribeRegions) \
    X(DescribeRouteTables) X(DescribeSecurityGroupReferences) X(DescribeSecurityGroupRules) \
    X(DescribeSecurityGroups) X(DescribeSubnets) X(DescribeTags) X(DescribeVpcAttribute) \
    X(DescribeVpcEndpointServices) X(DescribeVpcEndpoints) X(DescribeVpcPeeringConnections) \
    X(DescribeVpcs) X(DetachInternetGateway) X(DetachNetworkInterface) X(DisableVgwRoutePropagation) \
    X(DisassociateAddress) X(DisassociateNatGatewayAddress) X(DisassociateRouteTable) \
    X(DisassociateSubnetCidrBlock) X(DisassociateVpcCidrBlock) X(EnableVgwRoutePropagation) \
    X(GetManagedPrefixListEntries) X(ImportKeyPair) X(ModifyAddressAttribute) X(ModifySecurityGroupRules) \
    X(ModifySubnetAttribute) X(ModifyVpcAttribute) X(ModifyVpcEndpoint) X(ModifyVpcTenancy) \
    X(ReleaseAddress) X(ReplaceRoute) X(ReplaceRouteTableAssociation) X(ResetAddressAttribute) \
    X(RevokeSecurityGroupEgress) X(RevokeSecurityGroupIngress) X(UnassignPrivateNatGatewayAddress) \
    X(UpdateSecurityGroupRuleDescriptionsEgress) X(UpdateSecurityGroupRuleDescriptionsIngress)

#define SIM_STS_OPERATIONS(X) \
    X(AssumeRole) X(AssumeRoleWithSAML) X(AssumeRoleWithWebIdentity) X(AssumeRoot) \
    X(DecodeAuthorizationMessage) X(GetAccessKeyInfo) X(GetCallerIdentity) X(GetDelegatedAccessToken) \
    X(GetFederationToken) X(GetSessionToken) X(GetWebIdentityToken)

#define X(name) bool sim_##name(struct call *c);
SIM_EC2_OPERATIONS(X)
SIM_STS_OPERATIONS(X)
#undef X

#endif
