/*
 * model_ec2.c - tables of Amazon Elastic Compute Cloud, API version 2016-11-15.
 *
 * Written by providers/aws/model/generate.py from botocore 1.44.5's service model (Apache License 2.0)
 * and services.list. Do not edit: change those and run it again. The layout is model.h's.
 */

#include "providers/aws/model/services.h"

#include "providers/aws/model/model.h"

static const char strings[] =
    "\0AllocateAddress\0POST\0/\0AllocateAddressRequest\0Domain\0DomainType\0vpc\0standard\0Address\0"
    "PublicIpAddress\0PublicIpv4Pool\0Ipv4PoolEc2Id\0NetworkBorderGroup\0String\0CustomerOwnedIpv4Pool\0"
    "TagSpecifications\0TagSpecification\0TagSpecificationList\0item\0ResourceType\0resourceType\0"
    "capacity-reservation\0client-vpn-endpoint\0customer-gateway\0carrier-gateway\0coip-pool\0"
    "declarative-policies-report\0dedicated-host\0dhcp-options\0egress-only-internet-gateway\0elastic-ip\0"
    "elastic-gpu\0export-image-task\0export-instance-task\0fca-policy\0fleet\0fpga-image\0host-reservation\0"
    "image\0image-usage-report\0import-image-task\0import-snapshot-task\0instance\0instance-event-window\0"
    "internet-gateway\0ipam\0ipam-pool\0ipam-scope\0ipv4pool-ec2\0ipv6pool-ec2\0key-pair\0launch-template\0"
    "local-gateway\0local-gateway-route-table\0local-gateway-virtual-interface\0"
    "local-gateway-virtual-interface-group\0local-gateway-route-table-vpc-association\0"
    "local-gateway-route-table-virtual-interface-group-association\0natgateway\0network-acl\0"
    "network-interface\0network-insights-analysis\0network-insights-path\0network-insights-access-scope\0"
    "network-insights-access-scope-analysis\0outpost-lag\0placement-group\0prefix-list\0"
    "replace-root-volume-task\0reserved-instances\0route-table\0security-group\0security-group-rule\0"
    "service-link-virtual-interface\0snapshot\0spot-fleet-request\0spot-instances-request\0subnet\0"
    "subnet-cidr-reservation\0traffic-mirror-filter\0traffic-mirror-session\0traffic-mirror-target\0"
    "transit-gateway\0transit-gateway-attachment\0transit-gateway-connect-peer\0"
    "transit-gateway-multicast-domain\0transit-gateway-policy-table\0transit-gateway-metering-policy\0"
    "transit-gateway-route-table\0transit-gateway-route-table-announcement\0volume\0vpc-endpoint\0"
    "vpc-endpoint-connection\0vpc-endpoint-service\0vpc-endpoint-service-permission\0vpc-peering-connection\0"
    "vpn-connection\0vpn-gateway\0vpc-flow-log\0capacity-reservation-fleet\0traffic-mirror-filter-rule\0"
    "vpc-endpoint-connection-device-type\0verified-access-instance\0verified-access-group\0"
    "verified-access-endpoint\0verified-access-policy\0verified-access-trust-provider\0"
    "vpn-connection-device-type\0vpc-block-public-access-exclusion\0vpc-encryption-control\0route-server\0"
    "route-server-endpoint\0route-server-peer\0ipam-resource-discovery\0ipam-resource-discovery-association\0"
    "instance-connect-endpoint\0verified-access-endpoint-target\0ipam-external-resource-verification-token\0"
    "capacity-block\0mac-modification-task\0ipam-prefix-list-resolver\0ipam-policy\0"
    "ipam-prefix-list-resolver-target\0ipam-internet-registry-association\0secondary-interface\0"
    "secondary-network\0secondary-subnet\0capacity-manager-data-export\0vpn-concentrator\0"
    "ipam-pool-allocation\0capacity-reservation-cancellation-quote\0application-status-check\0"
    "capacity-reservation-modification-quote\0metric-category\0Tags\0Tag\0TagList\0Key\0key\0Value\0value\0"
    "IpamPoolId\0DryRun\0dryRun\0Boolean\0AllocateAddressResult\0AllocationId\0allocationId\0publicIpv4Pool\0"
    "networkBorderGroup\0domain\0CustomerOwnedIp\0customerOwnedIp\0customerOwnedIpv4Pool\0CarrierIp\0"
    "carrierIp\0PublicIp\0publicIp\0AssignPrivateNatGatewayAddress\0AssignPrivateNatGatewayAddressRequest\0"
    "NatGatewayId\0PrivateIpAddresses\0PrivateIpAddress\0IpList\0PrivateIpAddressCount\0"
    "AssignPrivateNatGatewayAddressResult\0natGatewayId\0NatGatewayAddresses\0NatGatewayAddressSet\0"
    "natGatewayAddressSet\0NatGatewayAddressList\0NatGatewayAddress\0NetworkInterfaceId\0networkInterfaceId\0"
    "PrivateIp\0privateIp\0AssociationId\0associationId\0IsPrimary\0isPrimary\0FailureMessage\0failureMessage\0"
    "Status\0status\0NatGatewayAddressStatus\0AvailabilityZone\0availabilityZone\0AvailabilityZoneName\0"
    "AvailabilityZoneId\0availabilityZoneId\0AssociateAddress\0AssociateAddressRequest\0InstanceId\0"
    "EipAllocationPublicIp\0privateIpAddress\0AllowReassociation\0allowReassociation\0AssociateAddressResult\0"
    "AssociateDhcpOptions\0AssociateDhcpOptionsRequest\0DhcpOptionsId\0DefaultingDhcpOptionsId\0VpcId\0"
    "AssociateNatGatewayAddress\0AssociateNatGatewayAddressRequest\0AllocationIds\0AllocationIdList\0"
    "AssociateNatGatewayAddressResult\0AssociateRouteTable\0AssociateRouteTableRequest\0GatewayId\0"
    "RouteGatewayId\0SubnetId\0subnetId\0RouteTableId\0routeTableId\0AssociateRouteTableResult\0"
    "AssociationState\0associationState\0RouteTableAssociationState\0State\0state\0"
    "RouteTableAssociationStateCode\0StatusMessage\0statusMessage\0AssociateSubnetCidrBlock\0"
    "AssociateSubnetCidrBlockRequest\0Ipv6IpamPoolId\0Ipv6NetmaskLength\0NetmaskLength\0Ipv6CidrBlock\0"
    "ipv6CidrBlock\0AssociateSubnetCidrBlockResult\0Ipv6CidrBlockAssociation\0ipv6CidrBlockAssociation\0"
    "SubnetIpv6CidrBlockAssociation\0SubnetCidrAssociationId\0Ipv6CidrBlockState\0ipv6CidrBlockState\0"
    "SubnetCidrBlockState\0SubnetCidrBlockStateCode\0Ipv6AddressAttribute\0ipv6AddressAttribute\0IpSource\0"
    "ipSource\0AssociateVpcCidrBlock\0AssociateVpcCidrBlockRequest\0CidrBlock\0"
    "Ipv6CidrBlockNetworkBorderGroup\0Ipv6Pool\0Ipv6PoolEc2Id\0Ipv4IpamPoolId\0Ipv4NetmaskLength\0vpcId\0"
    "AmazonProvidedIpv6CidrBlock\0amazonProvidedIpv6CidrBlock\0AssociateVpcCidrBlockResult\0"
    "VpcIpv6CidrBlockAssociation\0VpcCidrBlockState\0VpcCidrBlockStateCode\0ipv6Pool\0CidrBlockAssociation\0"
    "cidrBlockAssociation\0VpcCidrBlockAssociation\0cidrBlock\0CidrBlockState\0cidrBlockState\0"
    "AttachInternetGateway\0AttachInternetGatewayRequest\0InternetGatewayId\0internetGatewayId\0"
    "AuthorizeSecurityGroupEgress\0AuthorizeSecurityGroupEgressRequest\0GroupId\0groupId\0SecurityGroupId\0"
    "SourceSecurityGroupName\0sourceSecurityGroupName\0SourceSecurityGroupOwnerId\0sourceSecurityGroupOwnerId\0"
    "IpProtocol\0ipProtocol\0FromPort\0fromPort\0Integer\0ToPort\0toPort\0CidrIp\0cidrIp\0IpPermissions\0"
    "ipPermissions\0IpPermissionList\0IpPermission\0UserIdGroupPairs\0Groups\0groups\0UserIdGroupPairList\0"
    "UserIdGroupPair\0Description\0description\0UserId\0userId\0GroupName\0groupName\0VpcPeeringConnectionId\0"
    "vpcPeeringConnectionId\0PeeringStatus\0peeringStatus\0IpRanges\0ipRanges\0IpRangeList\0IpRange\0"
    "Ipv6Ranges\0ipv6Ranges\0Ipv6RangeList\0Ipv6Range\0CidrIpv6\0cidrIpv6\0PrefixListIds\0prefixListIds\0"
    "PrefixListIdList\0PrefixListId\0prefixListId\0AuthorizeSecurityGroupEgressResult\0Return\0return\0"
    "SecurityGroupRules\0SecurityGroupRuleSet\0securityGroupRuleSet\0SecurityGroupRuleList\0SecurityGroupRule\0"
    "SecurityGroupRuleId\0securityGroupRuleId\0GroupOwnerId\0groupOwnerId\0IsEgress\0isEgress\0CidrIpv4\0"
    "cidrIpv4\0PrefixListResourceId\0ReferencedGroupInfo\0referencedGroupInfo\0ReferencedSecurityGroup\0"
    "TagSet\0tagSet\0SecurityGroupRuleArn\0securityGroupRuleArn\0AuthorizeSecurityGroupIngress\0"
    "AuthorizeSecurityGroupIngressRequest\0SecurityGroupName\0AuthorizeSecurityGroupIngressResult\0"
    "CreateDhcpOptions\0CreateDhcpOptionsRequest\0DhcpConfigurations\0DhcpConfiguration\0dhcpConfiguration\0"
    "NewDhcpConfigurationList\0NewDhcpConfiguration\0Values\0ValueStringList\0CreateDhcpOptionsResult\0"
    "DhcpOptions\0dhcpOptions\0OwnerId\0ownerId\0dhcpOptionsId\0DhcpConfigurationSet\0dhcpConfigurationSet\0"
    "DhcpConfigurationList\0ValueSet\0valueSet\0DhcpConfigurationValueList\0AttributeValue\0"
    "CreateEgressOnlyInternetGateway\0CreateEgressOnlyInternetGatewayRequest\0ClientToken\0"
    "CreateEgressOnlyInternetGatewayResult\0clientToken\0EgressOnlyInternetGateway\0egressOnlyInternetGateway\0"
    "Attachments\0AttachmentSet\0attachmentSet\0InternetGatewayAttachmentList\0InternetGatewayAttachment\0"
    "AttachmentStatus\0EgressOnlyInternetGatewayId\0egressOnlyInternetGatewayId\0CreateInternetGateway\0"
    "CreateInternetGatewayRequest\0CreateInternetGatewayResult\0InternetGateway\0internetGateway\0"
    "CreateNatGateway\0CreateNatGatewayRequest\0AvailabilityMode\0zonal\0regional\0AvailabilityZoneAddresses\0"
    "AvailabilityZoneAddress\0ConnectivityType\0private\0public\0SecondaryAllocationIds\0"
    "SecondaryAllocationId\0SecondaryPrivateIpAddresses\0SecondaryPrivateIpAddress\0"
    "SecondaryPrivateIpAddressCount\0CreateNatGatewayResult\0NatGateway\0natGateway\0CreateTime\0createTime\0"
    "DateTime\0DeleteTime\0deleteTime\0FailureCode\0failureCode\0ProvisionedBandwidth\0provisionedBandwidth\0"
    "ProvisionTime\0provisionTime\0Provisioned\0provisioned\0RequestTime\0requestTime\0Requested\0requested\0"
    "NatGatewayState\0connectivityType\0availabilityMode\0AutoScalingIps\0autoScalingIps\0AutoScalingIpsState\0"
    "AutoProvisionZones\0autoProvisionZones\0AutoProvisionZonesState\0AttachedAppliances\0"
    "AttachedApplianceSet\0attachedApplianceSet\0NatGatewayAttachedApplianceList\0NatGatewayAttachedAppliance\0"
    "Type\0type\0NatGatewayApplianceType\0ApplianceArn\0applianceArn\0VpcEndpointId\0vpcEndpointId\0"
    "AttachmentState\0attachmentState\0NatGatewayApplianceState\0ModificationState\0modificationState\0"
    "NatGatewayApplianceModifyState\0CreateRoute\0CreateRouteRequest\0DestinationPrefixListId\0"
    "TransitGatewayId\0LocalGatewayId\0CarrierGatewayId\0CoreNetworkArn\0OdbNetworkArn\0DestinationCidrBlock\0"
    "destinationCidrBlock\0gatewayId\0DestinationIpv6CidrBlock\0destinationIpv6CidrBlock\0instanceId\0"
    "CreateRouteResult\0CreateRouteTable\0CreateRouteTableRequest\0CreateRouteTableResult\0RouteTable\0"
    "routeTable\0Associations\0AssociationSet\0associationSet\0RouteTableAssociationList\0"
    "RouteTableAssociation\0Main\0main\0RouteTableAssociationId\0routeTableAssociationId\0PropagatingVgws\0"
    "PropagatingVgwSet\0propagatingVgwSet\0PropagatingVgwList\0PropagatingVgw\0Routes\0RouteSet\0routeSet\0"
    "RouteList\0Route\0destinationPrefixListId\0InstanceOwnerId\0instanceOwnerId\0transitGatewayId\0"
    "localGatewayId\0carrierGatewayId\0Origin\0origin\0RouteOrigin\0RouteState\0coreNetworkArn\0odbNetworkArn\0"
    "IpAddress\0ipAddress\0CreateSecurityGroup\0CreateSecurityGroupRequest\0GroupDescription\0"
    "CreateSecurityGroupResult\0SecurityGroupArn\0securityGroupArn\0CreateSubnet\0CreateSubnetRequest\0"
    "OutpostArn\0Ipv6Native\0CreateSubnetResult\0Subnet\0EnableLniAtDeviceIndex\0enableLniAtDeviceIndex\0"
    "MapCustomerOwnedIpOnLaunch\0mapCustomerOwnedIpOnLaunch\0CoipPoolId\0AssignIpv6AddressOnCreation\0"
    "assignIpv6AddressOnCreation\0Ipv6CidrBlockAssociationSet\0ipv6CidrBlockAssociationSet\0"
    "SubnetIpv6CidrBlockAssociationSet\0SubnetArn\0subnetArn\0outpostArn\0EnableDns64\0enableDns64\0"
    "ipv6Native\0PrivateDnsNameOptionsOnLaunch\0privateDnsNameOptionsOnLaunch\0HostnameType\0hostnameType\0"
    "ip-name\0resource-name\0EnableResourceNameDnsARecord\0enableResourceNameDnsARecord\0"
    "EnableResourceNameDnsAAAARecord\0enableResourceNameDnsAAAARecord\0BlockPublicAccessStates\0"
    "blockPublicAccessStates\0InternetGatewayBlockMode\0internetGatewayBlockMode\0BlockPublicAccessMode\0"
    "SubnetState\0AvailableIpAddressCount\0availableIpAddressCount\0DefaultForAz\0defaultForAz\0"
    "MapPublicIpOnLaunch\0mapPublicIpOnLaunch\0CreateTags\0CreateTagsRequest\0Resources\0ResourceId\0"
    "ResourceIdList\0member\0TaggableResourceId\0CreateVpc\0CreateVpcRequest\0VpcEncryptionControl\0"
    "VpcEncryptionControlConfiguration\0Mode\0VpcEncryptionControlMode\0monitor\0enforce\0"
    "InternetGatewayExclusion\0VpcEncryptionControlExclusionStateInput\0enable\0disable\0"
    "EgressOnlyInternetGatewayExclusion\0NatGatewayExclusion\0VirtualPrivateGatewayExclusion\0"
    "VpcPeeringExclusion\0LambdaExclusion\0VpcLatticeExclusion\0ElasticFileSystemExclusion\0"
    "GlobalAcceleratorExclusion\0ApiGatewayV2Exclusion\0InstanceTenancy\0instanceTenancy\0Tenancy\0default\0"
    "dedicated\0host\0CreateVpcResult\0Vpc\0VpcIpv6CidrBlockAssociationSet\0CidrBlockAssociationSet\0"
    "cidrBlockAssociationSet\0VpcCidrBlockAssociationSet\0IsDefault\0isDefault\0EncryptionControl\0"
    "encryptionControl\0VpcEncryptionControlId\0vpcEncryptionControlId\0mode\0VpcEncryptionControlState\0"
    "StateMessage\0stateMessage\0ResourceExclusions\0resourceExclusions\0VpcEncryptionControlExclusions\0"
    "VpcEncryptionControlExclusion\0VpcEncryptionControlExclusionState\0VirtualPrivateGateway\0"
    "virtualPrivateGateway\0VpcPeering\0vpcPeering\0Lambda\0lambda\0VpcLattice\0vpcLattice\0ElasticFileSystem\0"
    "elasticFileSystem\0GlobalAccelerator\0globalAccelerator\0ApiGatewayV2\0apiGatewayV2\0VpcState\0"
    "CreateVpcEndpoint\0CreateVpcEndpointRequest\0VpcEndpointType\0Interface\0Gateway\0GatewayLoadBalancer\0"
    "Resource\0ServiceNetwork\0Tunnel\0ServiceName\0PolicyDocument\0RouteTableIds\0"
    "VpcEndpointRouteTableIdList\0SubnetIds\0VpcEndpointSubnetIdList\0SecurityGroupIds\0"
    "VpcEndpointSecurityGroupIdList\0IpAddressType\0ipv4\0dualstack\0ipv6\0DnsOptions\0"
    "DnsOptionsSpecification\0DnsRecordIpType\0service-defined\0PrivateDnsOnlyForInboundResolverEndpoint\0"
    "PrivateDnsPreference\0PrivateDnsSpecifiedDomains\0PrivateDnsSpecifiedDomain\0"
    "PrivateDnsSpecifiedDomainSet\0PrivateDnsEnabled\0SubnetConfigurations\0SubnetConfiguration\0"
    "SubnetConfigurationsList\0Ipv4\0Ipv6\0ServiceNetworkArn\0ResourceConfigurationArn\0ServiceRegion\0"
    "CreateVpcEndpointResult\0VpcEndpoint\0vpcEndpoint\0vpcEndpointType\0serviceName\0policyDocument\0"
    "RouteTableIdSet\0routeTableIdSet\0SubnetIdSet\0subnetIdSet\0GroupSet\0groupSet\0GroupIdentifierSet\0"
    "SecurityGroupIdentifier\0ipAddressType\0dnsOptions\0dnsRecordIpType\0"
    "privateDnsOnlyForInboundResolverEndpoint\0privateDnsPreference\0privateDnsSpecifiedDomainSet\0"
    "privateDnsEnabled\0RequesterManaged\0requesterManaged\0NetworkInterfaceIds\0NetworkInterfaceIdSet\0"
    "networkInterfaceIdSet\0DnsEntries\0DnsEntrySet\0dnsEntrySet\0DnsEntry\0DnsName\0dnsName\0HostedZoneId\0"
    "hostedZoneId\0CreationTimestamp\0creationTimestamp\0MillisecondDateTime\0LastError\0lastError\0Message\0"
    "message\0Code\0code\0Ipv4Prefixes\0Ipv4PrefixSet\0ipv4PrefixSet\0SubnetIpPrefixesList\0SubnetIpPrefixes\0"
    "IpPrefixes\0IpPrefixSet\0ipPrefixSet\0Ipv6Prefixes\0Ipv6PrefixSet\0ipv6PrefixSet\0FailureReason\0"
    "failureReason\0serviceNetworkArn\0resourceConfigurationArn\0serviceRegion\0PayerResponsibilities\0"
    "PayerResponsibilitySet\0payerResponsibilitySet\0PayerResponsibilityEntry\0Scope\0scope\0"
    "PayerResponsibilityScope\0PayerResponsibilityType\0payerResponsibilityType\0DeleteDhcpOptions\0"
    "DeleteDhcpOptionsRequest\0DeleteEgressOnlyInternetGateway\0DeleteEgressOnlyInternetGatewayRequest\0"
    "DeleteEgressOnlyInternetGatewayResult\0ReturnCode\0returnCode\0DeleteInternetGateway\0"
    "DeleteInternetGatewayRequest\0DeleteKeyPair\0DeleteKeyPairRequest\0KeyName\0KeyPairNameWithResolver\0"
    "KeyPairId\0DeleteKeyPairResult\0keyPairId\0DeleteNatGateway\0DeleteNatGatewayRequest\0"
    "DeleteNatGatewayResult\0DeleteNetworkInterface\0DeleteNetworkInterfaceRequest\0DeleteRoute\0"
    "DeleteRouteRequest\0DeleteRouteTable\0DeleteRouteTableRequest\0DeleteSecurityGroup\0"
    "DeleteSecurityGroupRequest\0DeleteSecurityGroupResult\0DeleteSubnet\0DeleteSubnetRequest\0DeleteTags\0"
    "DeleteTagsRequest\0resourceId\0tag\0DeleteVpc\0DeleteVpcRequest\0DeleteVpcEndpoints\0"
    "DeleteVpcEndpointsRequest\0VpcEndpointIds\0VpcEndpointIdList\0DeleteVpcEndpointsResult\0Unsuccessful\0"
    "unsuccessful\0UnsuccessfulItemSet\0UnsuccessfulItem\0Error\0error\0UnsuccessfulItemError\0"
    "DescribeAccountAttributes\0DescribeAccountAttributesRequest\0AttributeNames\0AttributeName\0"
    "attributeName\0AccountAttributeNameStringList\0AccountAttributeName\0supported-platforms\0default-vpc\0"
    "DescribeAccountAttributesResult\0AccountAttributes\0AccountAttributeSet\0accountAttributeSet\0"
    "AccountAttributeList\0AccountAttribute\0AttributeValues\0AttributeValueSet\0attributeValueSet\0"
    "AccountAttributeValueList\0AccountAttributeValue\0attributeValue\0DescribeAddresses\0"
    "DescribeAddressesRequest\0PublicIps\0PublicIpStringList\0Filters\0Filter\0FilterList\0Name\0"
    "DescribeAddressesResult\0Addresses\0AddressesSet\0addressesSet\0AddressList\0NetworkInterfaceOwnerId\0"
    "networkInterfaceOwnerId\0ServiceManaged\0serviceManaged\0DescribeAddressesAttribute\0"
    "DescribeAddressesAttributeRequest\0Attribute\0AddressAttributeName\0domain-name\0NextToken\0MaxResults\0"
    "AddressMaxResults\0DescribeAddressesAttributeResult\0AddressSet\0addressSet\0AddressAttribute\0PtrRecord\0"
    "ptrRecord\0PtrRecordUpdate\0ptrRecordUpdate\0PtrUpdateStatus\0Reason\0reason\0nextToken\0"
    "DescribeAvailabilityZones\0DescribeAvailabilityZonesRequest\0ZoneNames\0ZoneName\0ZoneNameStringList\0"
    "ZoneIds\0ZoneId\0ZoneIdStringList\0AllAvailabilityZones\0DescribeAvailabilityZonesResult\0"
    "AvailabilityZones\0AvailabilityZoneInfo\0availabilityZoneInfo\0AvailabilityZoneList\0OptInStatus\0"
    "optInStatus\0AvailabilityZoneOptInStatus\0Messages\0MessageSet\0messageSet\0AvailabilityZoneMessageList\0"
    "AvailabilityZoneMessage\0RegionName\0regionName\0zoneName\0zoneId\0ZoneType\0zoneType\0ParentZoneName\0"
    "parentZoneName\0ParentZoneId\0parentZoneId\0GroupLongName\0groupLongName\0Geography\0GeographySet\0"
    "geographySet\0AvailabilityZoneGeographyList\0AvailabilityZoneGeography\0name\0SubGeography\0"
    "SubGeographySet\0subGeographySet\0AvailabilityZoneSubGeographyList\0AvailabilityZoneSubGeography\0"
    "ZoneState\0zoneState\0AvailabilityZoneState\0DescribeDhcpOptions\0DescribeDhcpOptionsRequest\0"
    "DhcpOptionsIds\0DhcpOptionsIdStringList\0DescribeDhcpOptionsMaxResults\0DescribeDhcpOptionsResult\0"
    "DhcpOptionsSet\0dhcpOptionsSet\0DhcpOptionsList\0DescribeEgressOnlyInternetGateways\0"
    "DescribeEgressOnlyInternetGatewaysRequest\0EgressOnlyInternetGatewayIds\0EgressOnlyInternetGatewayIdList\0"
    "DescribeEgressOnlyInternetGatewaysMaxResults\0DescribeEgressOnlyInternetGatewaysResult\0"
    "EgressOnlyInternetGateways\0EgressOnlyInternetGatewaySet\0egressOnlyInternetGatewaySet\0"
    "EgressOnlyInternetGatewayList\0DescribeImages\0DescribeImagesRequest\0ExecutableUsers\0ExecutableBy\0"
    "ExecutableByStringList\0ImageIds\0ImageId\0ImageIdStringList\0Owners\0Owner\0OwnerStringList\0"
    "IncludeDeprecated\0IncludeDisabled\0DescribeImagesResult\0Images\0ImagesSet\0imagesSet\0ImageList\0Image\0"
    "PlatformDetails\0platformDetails\0UsageOperation\0usageOperation\0BlockDeviceMappings\0"
    "BlockDeviceMapping\0blockDeviceMapping\0BlockDeviceMappingList\0Ebs\0ebs\0EbsBlockDevice\0"
    "DeleteOnTermination\0deleteOnTermination\0Iops\0iops\0SnapshotId\0snapshotId\0VolumeSize\0volumeSize\0"
    "VolumeType\0volumeType\0KmsKeyId\0kmsKeyId\0Throughput\0throughput\0Encrypted\0encrypted\0"
    "VolumeInitializationRate\0EbsCardIndex\0NoDevice\0noDevice\0DeviceName\0deviceName\0VirtualName\0"
    "virtualName\0EnaSupport\0enaSupport\0Hypervisor\0hypervisor\0HypervisorType\0ImageOwnerAlias\0"
    "imageOwnerAlias\0RootDeviceName\0rootDeviceName\0RootDeviceType\0rootDeviceType\0DeviceType\0"
    "SriovNetSupport\0sriovNetSupport\0StateReason\0stateReason\0VirtualizationType\0virtualizationType\0"
    "BootMode\0bootMode\0BootModeValues\0TpmSupport\0tpmSupport\0TpmSupportValues\0DeprecationTime\0"
    "deprecationTime\0ImdsSupport\0imdsSupport\0ImdsSupportValues\0SourceInstanceId\0sourceInstanceId\0"
    "DeregistrationProtection\0deregistrationProtection\0LastLaunchedTime\0lastLaunchedTime\0ImageAllowed\0"
    "imageAllowed\0SourceImageId\0sourceImageId\0SourceImageRegion\0sourceImageRegion\0FreeTierEligible\0"
    "freeTierEligible\0PublicSsmParameterName\0publicSsmParameterName\0ImageWatermarks\0ImageWatermarkSet\0"
    "imageWatermarkSet\0ImageWatermarkList\0ImageWatermark\0WatermarkKey\0watermarkKey\0"
    "SourceImageCreationTime\0sourceImageCreationTime\0WatermarkCreationTime\0watermarkCreationTime\0"
    "ScanResults\0scanResults\0HighestFindingSeverityLabel\0highestFindingSeverityLabel\0SeverityLabel\0"
    "FindingScanDate\0findingScanDate\0InformationalFixAvailableSince\0informationalFixAvailableSince\0"
    "LowFixAvailableSince\0lowFixAvailableSince\0MediumFixAvailableSince\0mediumFixAvailableSince\0"
    "HighFixAvailableSince\0highFixAvailableSince\0CriticalFixAvailableSince\0criticalFixAvailableSince\0"
    "InstanceTypeSpecification\0instanceTypeSpecification\0SupportedInstanceTypes\0SupportedInstanceTypeSet\0"
    "supportedInstanceTypeSet\0InstanceTypeItem\0InstanceType\0instanceType\0UnsupportedInstanceTypes\0"
    "UnsupportedInstanceTypeSet\0unsupportedInstanceTypeSet\0imageId\0ImageLocation\0imageLocation\0"
    "ImageState\0imageState\0ImageOwnerId\0imageOwnerId\0CreationDate\0creationDate\0Public\0IsPublic\0"
    "isPublic\0ProductCodes\0productCodes\0ProductCodeList\0ProductCode\0ProductCodeId\0productCode\0"
    "ProductCodeType\0ProductCodeValues\0Architecture\0architecture\0ArchitectureValues\0ImageType\0imageType\0"
    "ImageTypeValues\0KernelId\0kernelId\0RamdiskId\0ramdiskId\0Platform\0platform\0PlatformValues\0"
    "DescribeInstances\0DescribeInstancesRequest\0InstanceIds\0InstanceIdStringList\0IncludeManagedResources\0"
    "maxResults\0DescribeInstancesResult\0Reservations\0ReservationSet\0reservationSet\0ReservationList\0"
    "Reservation\0ReservationId\0reservationId\0RequesterId\0requesterId\0GroupIdentifierList\0"
    "GroupIdentifier\0Instances\0InstancesSet\0instancesSet\0InstanceList\0Instance\0"
    "InstanceBlockDeviceMappingList\0InstanceBlockDeviceMapping\0EbsInstanceBlockDevice\0AttachTime\0"
    "attachTime\0VolumeId\0volumeId\0AssociatedResource\0associatedResource\0VolumeOwnerId\0volumeOwnerId\0"
    "Operator\0operator\0OperatorResponse\0Managed\0managed\0Principal\0principal\0HiddenByDefault\0"
    "hiddenByDefault\0ebsCardIndex\0EbsOptimized\0ebsOptimized\0IamInstanceProfile\0iamInstanceProfile\0Arn\0"
    "arn\0Id\0id\0InstanceLifecycle\0instanceLifecycle\0InstanceLifecycleType\0ElasticGpuAssociations\0"
    "ElasticGpuAssociationSet\0elasticGpuAssociationSet\0ElasticGpuAssociationList\0ElasticGpuAssociation\0"
    "ElasticGpuId\0elasticGpuId\0ElasticGpuAssociationId\0elasticGpuAssociationId\0ElasticGpuAssociationState\0"
    "elasticGpuAssociationState\0ElasticGpuAssociationTime\0elasticGpuAssociationTime\0"
    "ElasticInferenceAcceleratorAssociations\0ElasticInferenceAcceleratorAssociationSet\0"
    "elasticInferenceAcceleratorAssociationSet\0ElasticInferenceAcceleratorAssociationList\0"
    "ElasticInferenceAcceleratorAssociation\0ElasticInferenceAcceleratorArn\0elasticInferenceAcceleratorArn\0"
    "ElasticInferenceAcceleratorAssociationId\0elasticInferenceAcceleratorAssociationId\0"
    "ElasticInferenceAcceleratorAssociationState\0elasticInferenceAcceleratorAssociationState\0"
    "ElasticInferenceAcceleratorAssociationTime\0elasticInferenceAcceleratorAssociationTime\0"
    "NetworkInterfaces\0NetworkInterfaceSet\0networkInterfaceSet\0InstanceNetworkInterfaceList\0"
    "InstanceNetworkInterface\0Association\0association\0InstanceNetworkInterfaceAssociation\0IpOwnerId\0"
    "ipOwnerId\0PublicDnsName\0publicDnsName\0Attachment\0attachment\0InstanceNetworkInterfaceAttachment\0"
    "AttachmentId\0attachmentId\0DeviceIndex\0deviceIndex\0NetworkCardIndex\0networkCardIndex\0"
    "EnaSrdSpecification\0enaSrdSpecification\0InstanceAttachmentEnaSrdSpecification\0EnaSrdEnabled\0"
    "enaSrdEnabled\0EnaSrdUdpSpecification\0enaSrdUdpSpecification\0InstanceAttachmentEnaSrdUdpSpecification\0"
    "EnaSrdUdpEnabled\0enaSrdUdpEnabled\0EnaQueueCount\0enaQueueCount\0Ipv6Addresses\0Ipv6AddressesSet\0"
    "ipv6AddressesSet\0InstanceIpv6AddressList\0InstanceIpv6Address\0Ipv6Address\0ipv6Address\0IsPrimaryIpv6\0"
    "isPrimaryIpv6\0MacAddress\0macAddress\0PrivateDnsName\0privateDnsName\0PrivateIpAddressesSet\0"
    "privateIpAddressesSet\0InstancePrivateIpAddressList\0InstancePrivateIpAddress\0Primary\0primary\0"
    "SourceDestCheck\0sourceDestCheck\0NetworkInterfaceStatus\0InterfaceType\0interfaceType\0"
    "InstanceIpv4PrefixList\0InstanceIpv4Prefix\0Ipv4Prefix\0ipv4Prefix\0InstanceIpv6PrefixList\0"
    "InstanceIpv6Prefix\0Ipv6Prefix\0ipv6Prefix\0ConnectionTrackingConfiguration\0"
    "connectionTrackingConfiguration\0ConnectionTrackingSpecificationResponse\0TcpEstablishedTimeout\0"
    "tcpEstablishedTimeout\0UdpStreamTimeout\0udpStreamTimeout\0UdpTimeout\0udpTimeout\0SecurityGroups\0"
    "SpotInstanceRequestId\0spotInstanceRequestId\0CpuOptions\0cpuOptions\0CoreCount\0coreCount\0"
    "ThreadsPerCore\0threadsPerCore\0AmdSevSnp\0amdSevSnp\0AmdSevSnpSpecification\0NestedVirtualization\0"
    "nestedVirtualization\0NestedVirtualizationSpecification\0CapacityBlockId\0capacityBlockId\0"
    "CapacityReservationId\0capacityReservationId\0CapacityReservationSpecification\0"
    "capacityReservationSpecification\0CapacityReservationSpecificationResponse\0"
    "CapacityReservationPreference\0capacityReservationPreference\0CapacityReservationTarget\0"
    "capacityReservationTarget\0CapacityReservationTargetResponse\0CapacityReservationResourceGroupArn\0"
    "capacityReservationResourceGroupArn\0HibernationOptions\0hibernationOptions\0Configured\0configured\0"
    "Licenses\0LicenseSet\0licenseSet\0LicenseList\0LicenseConfiguration\0LicenseConfigurationArn\0"
    "licenseConfigurationArn\0MetadataOptions\0metadataOptions\0InstanceMetadataOptionsResponse\0"
    "InstanceMetadataOptionsState\0HttpTokens\0httpTokens\0HttpTokensState\0HttpPutResponseHopLimit\0"
    "httpPutResponseHopLimit\0HttpEndpoint\0httpEndpoint\0InstanceMetadataEndpointState\0HttpProtocolIpv6\0"
    "httpProtocolIpv6\0InstanceMetadataProtocolState\0InstanceMetadataTags\0instanceMetadataTags\0"
    "InstanceMetadataTagsState\0EnclaveOptions\0enclaveOptions\0Enabled\0enabled\0UsageOperationUpdateTime\0"
    "usageOperationUpdateTime\0PrivateDnsNameOptions\0privateDnsNameOptions\0PrivateDnsNameOptionsResponse\0"
    "MaintenanceOptions\0maintenanceOptions\0InstanceMaintenanceOptions\0AutoRecovery\0autoRecovery\0"
    "InstanceAutoRecoveryState\0RebootMigration\0rebootMigration\0InstanceRebootMigrationState\0"
    "CurrentInstanceBootMode\0currentInstanceBootMode\0InstanceBootModeValues\0NetworkPerformanceOptions\0"
    "networkPerformanceOptions\0InstanceNetworkPerformanceOptions\0BandwidthWeighting\0bandwidthWeighting\0"
    "InstanceBandwidthWeighting\0SecondaryInterfaces\0SecondaryInterfaceSet\0secondaryInterfaceSet\0"
    "InstanceSecondaryInterfaceList\0InstanceSecondaryInterface\0InstanceSecondaryInterfaceAttachment\0"
    "SecondaryInterfaceId\0secondaryInterfaceId\0PrivateIpAddressSet\0privateIpAddressSet\0"
    "InstanceSecondaryInterfacePrivateIpAddressList\0InstanceSecondaryInterfacePrivateIpAddress\0"
    "SecondaryInterfaceStatus\0SecondarySubnetId\0secondarySubnetId\0SecondaryNetworkId\0secondaryNetworkId\0"
    "SecondaryInterfaceType\0InstanceState\0instanceState\0InstanceStateName\0StateTransitionReason\0keyName\0"
    "AmiLaunchIndex\0amiLaunchIndex\0LaunchTime\0launchTime\0Placement\0placement\0Affinity\0affinity\0"
    "PlacementGroupName\0PartitionNumber\0partitionNumber\0HostId\0hostId\0tenancy\0SpreadDomain\0"
    "spreadDomain\0HostResourceGroupArn\0hostResourceGroupArn\0PlacementGroupId\0Monitoring\0monitoring\0"
    "MetricCategoryIds\0MetricCategoryIdSet\0metricCategoryIdSet\0MetricCategoryIdList\0MetricCategoryId\0"
    "MonitoringState\0DescribeInternetGateways\0DescribeInternetGatewaysRequest\0"
    "DescribeInternetGatewaysMaxResults\0InternetGatewayIds\0InternetGatewayIdList\0"
    "DescribeInternetGatewaysResult\0InternetGateways\0InternetGatewaySet\0internetGatewaySet\0"
    "InternetGatewayList\0DescribeKeyPairs\0DescribeKeyPairsRequest\0KeyNames\0KeyNameStringList\0KeyPairName\0"
    "KeyPairIds\0KeyPairIdStringList\0IncludePublicKey\0DescribeKeyPairsResult\0KeyPairs\0KeySet\0keySet\0"
    "KeyPairList\0KeyPairInfo\0KeyType\0keyType\0PublicKey\0publicKey\0KeyFingerprint\0keyFingerprint\0"
    "DescribeManagedPrefixLists\0DescribeManagedPrefixListsRequest\0PrefixListMaxResults\0"
    "DescribeManagedPrefixListsResult\0PrefixLists\0PrefixListSet\0prefixListSet\0ManagedPrefixListSet\0"
    "ManagedPrefixList\0AddressFamily\0addressFamily\0PrefixListState\0PrefixListArn\0prefixListArn\0"
    "ResourceArn\0PrefixListName\0prefixListName\0MaxEntries\0maxEntries\0Version\0version\0Long\0"
    "IpamPrefixListResolverTargetId\0ipamPrefixListResolverTargetId\0IpamPrefixListResolverSyncEnabled\0"
    "ipamPrefixListResolverSyncEnabled\0DescribeNatGateways\0DescribeNatGatewaysRequest\0"
    "DescribeNatGatewaysMaxResults\0NatGatewayIds\0NatGatewayIdStringList\0DescribeNatGatewaysResult\0"
    "NatGateways\0NatGatewaySet\0natGatewaySet\0NatGatewayList\0DescribeNetworkAcls\0"
    "DescribeNetworkAclsRequest\0DescribeNetworkAclsMaxResults\0NetworkAclIds\0NetworkAclId\0"
    "NetworkAclIdStringList\0DescribeNetworkAclsResult\0NetworkAcls\0NetworkAclSet\0networkAclSet\0"
    "NetworkAclList\0NetworkAcl\0NetworkAclAssociationList\0NetworkAclAssociation\0NetworkAclAssociationId\0"
    "networkAclAssociationId\0networkAclId\0Entries\0EntrySet\0entrySet\0NetworkAclEntryList\0NetworkAclEntry\0"
    "Egress\0egress\0IcmpTypeCode\0icmpTypeCode\0PortRange\0portRange\0From\0from\0To\0to\0Protocol\0protocol\0"
    "RuleAction\0ruleAction\0RuleNumber\0ruleNumber\0Default\0DescribeNetworkInterfaces\0"
    "DescribeNetworkInterfacesRequest\0DescribeNetworkInterfacesMaxResults\0NetworkInterfaceIdList\0filter\0"
    "DescribeNetworkInterfacesResult\0NetworkInterfaceList\0NetworkInterface\0NetworkInterfaceAssociation\0"
    "NetworkInterfaceAttachment\0AttachmentEnaSrdSpecification\0AttachmentEnaSrdUdpSpecification\0"
    "NetworkInterfaceType\0NetworkInterfaceIpv6AddressesList\0NetworkInterfaceIpv6Address\0PublicIpv6DnsName\0"
    "publicIpv6DnsName\0PublicIpDnsNameOptions\0publicIpDnsNameOptions\0DnsHostnameType\0dnsHostnameType\0"
    "PublicIpv4DnsName\0publicIpv4DnsName\0PublicDualStackDnsName\0publicDualStackDnsName\0"
    "NetworkInterfacePrivateIpAddressList\0NetworkInterfacePrivateIpAddress\0Ipv4PrefixesList\0"
    "Ipv4PrefixSpecification\0Ipv6PrefixesList\0Ipv6PrefixSpecification\0DenyAllIgwTraffic\0denyAllIgwTraffic\0"
    "AssociatedSubnets\0AssociatedSubnetSet\0associatedSubnetSet\0AssociatedSubnetList\0DescribePrefixLists\0"
    "DescribePrefixListsRequest\0PrefixListResourceIdStringList\0DescribePrefixListsResult\0PrefixList\0Cidrs\0"
    "CidrSet\0cidrSet\0DescribeRegions\0DescribeRegionsRequest\0RegionNames\0RegionNameStringList\0AllRegions\0"
    "DescribeRegionsResult\0Regions\0RegionInfo\0regionInfo\0RegionList\0Region\0RegionGeographyList\0"
    "RegionGeography\0Endpoint\0RegionEndpoint\0regionEndpoint\0DescribeRouteTables\0"
    "DescribeRouteTablesRequest\0DescribeRouteTablesMaxResults\0RouteTableIdStringList\0"
    "DescribeRouteTablesResult\0RouteTables\0RouteTableSet\0routeTableSet\0RouteTableList\0"
    "DescribeSecurityGroupReferences\0DescribeSecurityGroupReferencesRequest\0GroupIds\0"
    "DescribeSecurityGroupReferencesResult\0SecurityGroupReferenceSet\0securityGroupReferenceSet\0"
    "SecurityGroupReferences\0SecurityGroupReference\0ReferencingVpcId\0referencingVpcId\0"
    "DescribeSecurityGroupRules\0DescribeSecurityGroupRulesRequest\0SecurityGroupRuleIds\0"
    "SecurityGroupRuleIdList\0DescribeSecurityGroupRulesMaxResults\0DescribeSecurityGroupRulesResult\0"
    "DescribeSecurityGroups\0DescribeSecurityGroupsRequest\0GroupIdStringList\0GroupNames\0"
    "GroupNameStringList\0DescribeSecurityGroupsMaxResults\0DescribeSecurityGroupsResult\0SecurityGroupInfo\0"
    "securityGroupInfo\0SecurityGroupList\0SecurityGroup\0IpPermissionsEgress\0ipPermissionsEgress\0"
    "groupDescription\0DescribeSubnets\0DescribeSubnetsRequest\0SubnetIdStringList\0DescribeSubnetsMaxResults\0"
    "DescribeSubnetsResult\0Subnets\0SubnetSet\0subnetSet\0SubnetList\0DescribeTags\0DescribeTagsRequest\0"
    "DescribeTagsResult\0TagDescriptionList\0TagDescription\0DescribeVpcAttribute\0"
    "DescribeVpcAttributeRequest\0VpcAttributeName\0enableDnsSupport\0enableDnsHostnames\0"
    "enableNetworkAddressUsageMetrics\0DescribeVpcAttributeResult\0EnableDnsHostnames\0AttributeBooleanValue\0"
    "EnableDnsSupport\0EnableNetworkAddressUsageMetrics\0DescribeVpcEndpointServices\0"
    "DescribeVpcEndpointServicesRequest\0ServiceNames\0ServiceRegions\0DescribeVpcEndpointServicesResult\0"
    "ServiceNameSet\0serviceNameSet\0ServiceDetails\0ServiceDetailSet\0serviceDetailSet\0ServiceDetail\0"
    "ServiceId\0serviceId\0ServiceType\0serviceType\0ServiceTypeDetailSet\0ServiceTypeDetail\0"
    "AvailabilityZoneIds\0AvailabilityZoneIdSet\0availabilityZoneIdSet\0AvailabilityZoneSet\0"
    "availabilityZoneSet\0owner\0BaseEndpointDnsNames\0BaseEndpointDnsNameSet\0baseEndpointDnsNameSet\0"
    "PrivateDnsNames\0PrivateDnsNameSet\0privateDnsNameSet\0PrivateDnsDetailsSet\0PrivateDnsDetails\0"
    "VpcEndpointPolicySupported\0vpcEndpointPolicySupported\0AcceptanceRequired\0acceptanceRequired\0"
    "ManagesVpcEndpoints\0managesVpcEndpoints\0PayerResponsibility\0payerResponsibility\0"
    "PrivateDnsNameVerificationState\0privateDnsNameVerificationState\0DnsNameState\0SupportedIpAddressTypes\0"
    "SupportedIpAddressTypeSet\0supportedIpAddressTypeSet\0ServiceConnectivityType\0DescribeVpcEndpoints\0"
    "DescribeVpcEndpointsRequest\0DescribeVpcEndpointsResult\0VpcEndpoints\0VpcEndpointSet\0vpcEndpointSet\0"
    "DescribeVpcPeeringConnections\0DescribeVpcPeeringConnectionsRequest\0"
    "DescribeVpcPeeringConnectionsMaxResults\0VpcPeeringConnectionIds\0VpcPeeringConnectionIdList\0"
    "DescribeVpcPeeringConnectionsResult\0VpcPeeringConnections\0VpcPeeringConnectionSet\0"
    "vpcPeeringConnectionSet\0VpcPeeringConnectionList\0VpcPeeringConnection\0AccepterVpcInfo\0"
    "accepterVpcInfo\0VpcPeeringConnectionVpcInfo\0Ipv6CidrBlockSet\0ipv6CidrBlockSet\0CidrBlockSet\0"
    "cidrBlockSet\0PeeringOptions\0peeringOptions\0VpcPeeringConnectionOptionsDescription\0"
    "AllowDnsResolutionFromRemoteVpc\0allowDnsResolutionFromRemoteVpc\0"
    "AllowEgressFromLocalClassicLinkToRemoteVpc\0allowEgressFromLocalClassicLinkToRemoteVpc\0"
    "AllowEgressFromLocalVpcToRemoteClassicLink\0allowEgressFromLocalVpcToRemoteClassicLink\0"
    "AllowMultipathResilience\0allowMultipathResilience\0MultipathResilienceMode\0multipathResilienceMode\0"
    "region\0ExpirationTime\0expirationTime\0RequesterVpcInfo\0requesterVpcInfo\0"
    "VpcPeeringConnectionStateReason\0VpcPeeringConnectionStateReasonCode\0MultipathResilienceStatus\0"
    "multipathResilienceStatus\0DescribeVpcs\0DescribeVpcsRequest\0VpcIds\0VpcIdStringList\0"
    "DescribeVpcsMaxResults\0DescribeVpcsResult\0Vpcs\0VpcSet\0vpcSet\0VpcList\0DetachInternetGateway\0"
    "DetachInternetGatewayRequest\0DetachNetworkInterface\0DetachNetworkInterfaceRequest\0"
    "NetworkInterfaceAttachmentId\0Force\0force\0DisableVgwRoutePropagation\0"
    "DisableVgwRoutePropagationRequest\0VpnGatewayId\0DisassociateAddress\0DisassociateAddressRequest\0"
    "ElasticIpAssociationId\0DisassociateNatGatewayAddress\0DisassociateNatGatewayAddressRequest\0"
    "AssociationIds\0EipAssociationIdList\0MaxDrainDurationSeconds\0DrainSeconds\0"
    "DisassociateNatGatewayAddressResult\0DisassociateRouteTable\0DisassociateRouteTableRequest\0"
    "DisassociateSubnetCidrBlock\0DisassociateSubnetCidrBlockRequest\0DisassociateSubnetCidrBlockResult\0"
    "DisassociateVpcCidrBlock\0DisassociateVpcCidrBlockRequest\0VpcCidrAssociationId\0"
    "DisassociateVpcCidrBlockResult\0EnableVgwRoutePropagation\0EnableVgwRoutePropagationRequest\0"
    "GetManagedPrefixListEntries\0GetManagedPrefixListEntriesRequest\0TargetVersion\0"
    "GetManagedPrefixListEntriesResult\0PrefixListEntrySet\0PrefixListEntry\0Cidr\0cidr\0ImportKeyPair\0"
    "ImportKeyPairRequest\0PublicKeyMaterial\0publicKeyMaterial\0Blob\0ImportKeyPairResult\0"
    "ModifyAddressAttribute\0ModifyAddressAttributeRequest\0DomainName\0ModifyAddressAttributeResult\0address\0"
    "ModifySecurityGroupRules\0ModifySecurityGroupRulesRequest\0SecurityGroupRuleUpdateList\0"
    "SecurityGroupRuleUpdate\0SecurityGroupRuleRequest\0ReferencedGroupId\0ModifySecurityGroupRulesResult\0"
    "ModifySubnetAttribute\0ModifySubnetAttributeRequest\0PrivateDnsHostnameTypeOnLaunch\0"
    "EnableResourceNameDnsARecordOnLaunch\0EnableResourceNameDnsAAAARecordOnLaunch\0DisableLniAtDeviceIndex\0"
    "ModifyVpcAttribute\0ModifyVpcAttributeRequest\0ModifyVpcEndpoint\0ModifyVpcEndpointRequest\0ResetPolicy\0"
    "AddRouteTableIds\0AddRouteTableId\0RemoveRouteTableIds\0RemoveRouteTableId\0AddSubnetIds\0AddSubnetId\0"
    "RemoveSubnetIds\0RemoveSubnetId\0AddSecurityGroupIds\0AddSecurityGroupId\0RemoveSecurityGroupIds\0"
    "RemoveSecurityGroupId\0ModifyVpcEndpointResult\0ModifyVpcTenancy\0ModifyVpcTenancyRequest\0VpcTenancy\0"
    "ModifyVpcTenancyResult\0ReturnValue\0ReleaseAddress\0ReleaseAddressRequest\0ReplaceRoute\0"
    "ReplaceRouteRequest\0LocalTarget\0ReplaceRouteTableAssociation\0ReplaceRouteTableAssociationRequest\0"
    "ReplaceRouteTableAssociationResult\0NewAssociationId\0newAssociationId\0ResetAddressAttribute\0"
    "ResetAddressAttributeRequest\0ResetAddressAttributeResult\0RevokeSecurityGroupEgress\0"
    "RevokeSecurityGroupEgressRequest\0RevokeSecurityGroupEgressResult\0UnknownIpPermissions\0"
    "UnknownIpPermissionSet\0unknownIpPermissionSet\0RevokedSecurityGroupRules\0RevokedSecurityGroupRuleSet\0"
    "revokedSecurityGroupRuleSet\0RevokedSecurityGroupRuleList\0RevokedSecurityGroupRule\0referencedGroupId\0"
    "RevokeSecurityGroupIngress\0RevokeSecurityGroupIngressRequest\0RevokeSecurityGroupIngressResult\0"
    "UnassignPrivateNatGatewayAddress\0UnassignPrivateNatGatewayAddressRequest\0"
    "UnassignPrivateNatGatewayAddressResult\0UpdateSecurityGroupRuleDescriptionsEgress\0"
    "UpdateSecurityGroupRuleDescriptionsEgressRequest\0SecurityGroupRuleDescriptions\0"
    "SecurityGroupRuleDescription\0SecurityGroupRuleDescriptionList\0"
    "UpdateSecurityGroupRuleDescriptionsEgressResult\0UpdateSecurityGroupRuleDescriptionsIngress\0"
    "UpdateSecurityGroupRuleDescriptionsIngressRequest\0UpdateSecurityGroupRuleDescriptionsIngressResult\0"
    "available\0Images[].State\0failed\0ImageAvailable\0length(Images[]) > `0`\0InvalidAMIID.NotFound\0"
    "ImageExists\0length(Reservations[]) > `0`\0InvalidInstanceID.NotFound\0InstanceExists\0running\0"
    "Reservations[].Instances[].State.Name\0shutting-down\0terminated\0stopping\0InstanceRunning\0stopped\0"
    "pending\0InstanceStopped\0InstanceTerminated\0length(InternetGateways[].InternetGatewayId) > `0`\0"
    "InvalidInternetGateway.NotFound\0InternetGatewayExists\0length(KeyPairs[].KeyName) > `0`\0"
    "InvalidKeyPair.NotFound\0KeyPairExists\0NatGateways[].State\0deleting\0deleted\0NatGatewayNotFound\0"
    "NatGatewayAvailable\0NatGatewayDeleted\0NetworkInterfaces[].Status\0InvalidNetworkInterfaceID.NotFound\0"
    "NetworkInterfaceAvailable\0length(SecurityGroups[].GroupId) > `0`\0InvalidGroup.NotFound\0"
    "SecurityGroupExists\0Subnets[].State\0SubnetAvailable\0Vpcs[].State\0VpcAvailable\0InvalidVpcID.NotFound\0"
    "VpcExists\0VpcPeeringConnections[].Status.Code\0InvalidVpcPeeringConnectionID.NotFound\0"
    "VpcPeeringConnectionDeleted\0VpcPeeringConnectionExists\0";

static const struct model_op ops[] = {
    { 1, 17, 22, 0, 24, 0, 1, 13, 0, 0, 1, 0, 0, 0, 0 }, /* AllocateAddress */
    { 2959, 17, 22, 0, 2990, 0, 14, 18, 0, 0, 1, 0, 0, 0, 0 }, /* AssignPrivateNatGatewayAddress */
    { 3525, 17, 22, 0, 3542, 0, 24, 29, 0, 0, 1, 0, 0, 0, 0 }, /* AssociateAddress */
    { 3677, 17, 22, 0, 3698, 0, 30, 0, 0, 0, 1, 0, 0, 0, 0 }, /* AssociateDhcpOptions */
    { 3770, 17, 22, 0, 3797, 0, 33, 35, 0, 0, 1, 0, 0, 0, 0 }, /* AssociateNatGatewayAddress */
    { 3895, 17, 22, 0, 3915, 0, 36, 40, 0, 0, 1, 0, 0, 0, 0 }, /* AssociateRouteTable */
    { 4169, 17, 22, 0, 4194, 0, 43, 45, 0, 0, 1, 0, 0, 0, 0 }, /* AssociateSubnetCidrBlock */
    { 4581, 17, 22, 0, 4603, 0, 52, 54, 0, 0, 1, 0, 0, 0, 0 }, /* AssociateVpcCidrBlock */
    { 5003, 17, 22, 0, 5025, 0, 59, 0, 0, 0, 1, 0, 0, 0, 0 }, /* AttachInternetGateway */
    { 5090, 17, 22, 0, 5119, 0, 61, 74, 0, 0, 1, 0, 0, 0, 0 }, /* AuthorizeSecurityGroupEgress */
    { 6188, 17, 22, 0, 6218, 0, 80, 82, 0, 0, 1, 0, 0, 0, 0 }, /* AuthorizeSecurityGroupIngress */
    { 6309, 17, 22, 0, 6327, 0, 83, 87, 0, 0, 1, 0, 0, 0, 0 }, /* CreateDhcpOptions */
    { 6678, 17, 22, 0, 6710, 0, 93, 94, 0, 0, 1, 0, 0, 0, 0 }, /* CreateEgressOnlyInternetGateway */
    { 7032, 17, 22, 0, 7054, 0, 100, 101, 0, 0, 1, 0, 0, 0, 0 }, /* CreateInternetGateway */
    { 7143, 17, 22, 0, 7160, 0, 103, 108, 0, 0, 1, 0, 0, 3, 0 }, /* CreateNatGateway */
    { 8183, 17, 22, 0, 8195, 0, 120, 128, 0, 0, 1, 0, 0, 0, 0 }, /* CreateRoute */
    { 8447, 17, 22, 0, 8464, 0, 129, 130, 0, 0, 1, 0, 0, 2, 0 }, /* CreateRouteTable */
    { 9000, 17, 22, 0, 9020, 0, 140, 141, 0, 0, 1, 0, 0, 0, 0 }, /* CreateSecurityGroup */
    { 9124, 17, 22, 0, 9137, 0, 142, 143, 0, 0, 1, 0, 0, 0, 0 }, /* CreateSubnet */
    { 10004, 17, 22, 0, 10015, 0, 152, 0, 0, 0, 1, 0, 0, 0, 0 }, /* CreateTags */
    { 10095, 17, 22, 0, 10105, 0, 155, 160, 0, 0, 1, 0, 0, 0, 0 }, /* CreateVpc */
    { 11212, 17, 22, 0, 11230, 0, 171, 184, 0, 0, 1, 0, 0, 0, 0 }, /* CreateVpcEndpoint */
    { 12949, 17, 22, 0, 12967, 0, 200, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteDhcpOptions */
    { 12992, 17, 22, 0, 13024, 0, 202, 203, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteEgressOnlyInternetGateway */
    { 13123, 17, 22, 0, 13145, 0, 204, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteInternetGateway */
    { 13174, 17, 22, 0, 13188, 0, 205, 208, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteKeyPair */
    { 13281, 17, 22, 0, 13298, 0, 209, 210, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteNatGateway */
    { 13345, 17, 22, 0, 13368, 0, 211, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteNetworkInterface */
    { 13398, 17, 22, 0, 13410, 0, 212, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteRoute */
    { 13429, 17, 22, 0, 13446, 0, 213, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteRouteTable */
    { 13470, 17, 22, 0, 13490, 0, 214, 215, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteSecurityGroup */
    { 13543, 17, 22, 0, 13556, 0, 216, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteSubnet */
    { 13576, 17, 22, 0, 13587, 0, 217, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteTags */
    { 13620, 17, 22, 0, 13630, 0, 218, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteVpc */
    { 13647, 17, 22, 0, 13666, 0, 219, 221, 0, 0, 1, 0, 0, 0, 0 }, /* DeleteVpcEndpoints */
    { 13847, 17, 22, 0, 13873, 0, 225, 228, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeAccountAttributes */
    { 14276, 17, 22, 0, 14294, 0, 233, 237, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeAddresses */
    { 14529, 17, 22, 0, 14556, 0, 241, 246, 0, 0, 0, 0, 0, 0, 1 }, /* DescribeAddressesAttribute */
    { 14836, 17, 22, 0, 14862, 0, 250, 253, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeAvailabilityZones */
    { 15620, 17, 22, 0, 15640, 0, 264, 267, 0, 0, 0, 0, 0, 0, 2 }, /* DescribeDhcpOptions */
    { 15808, 17, 22, 0, 15843, 0, 269, 272, 0, 0, 0, 0, 0, 0, 3 }, /* DescribeEgressOnlyInternetGateways */
    { 16147, 17, 22, 0, 16162, 0, 274, 279, 0, 0, 0, 0, 0, 0, 4 }, /* DescribeImages */
    { 18758, 17, 22, 0, 18776, 0, 309, 311, 0, 0, 0, 0, 0, 0, 5 }, /* DescribeInstances */
    { 24386, 17, 22, 0, 24411, 0, 388, 391, 0, 0, 0, 0, 0, 0, 6 }, /* DescribeInternetGateways */
    { 24625, 17, 22, 0, 24642, 0, 393, 397, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeKeyPairs */
    { 24889, 17, 22, 0, 24916, 0, 401, 403, 0, 0, 0, 0, 0, 0, 7 }, /* DescribeManagedPrefixLists */
    { 25370, 17, 22, 0, 25390, 0, 409, 412, 0, 0, 0, 0, 0, 0, 8 }, /* DescribeNatGateways */
    { 25565, 17, 22, 0, 25585, 0, 414, 418, 0, 0, 0, 0, 0, 0, 9 }, /* DescribeNetworkAcls */
    { 26101, 17, 22, 0, 26127, 0, 428, 431, 0, 0, 0, 0, 0, 0, 10 }, /* DescribeNetworkInterfaces */
    { 26960, 17, 22, 0, 26980, 0, 450, 452, 0, 0, 0, 0, 0, 0, 11 }, /* DescribePrefixLists */
    { 27097, 17, 22, 0, 27113, 0, 455, 457, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeRegions */
    { 27325, 17, 22, 0, 27345, 0, 462, 465, 0, 0, 0, 0, 0, 0, 12 }, /* DescribeRouteTables */
    { 27506, 17, 22, 0, 27538, 0, 467, 469, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeSecurityGroupReferences */
    { 27757, 17, 22, 0, 27784, 0, 472, 475, 0, 0, 0, 0, 0, 0, 13 }, /* DescribeSecurityGroupRules */
    { 27933, 17, 22, 0, 27956, 0, 476, 480, 0, 0, 0, 0, 0, 0, 14 }, /* DescribeSecurityGroups */
    { 28222, 17, 22, 0, 28238, 0, 483, 486, 0, 0, 0, 0, 0, 0, 15 }, /* DescribeSubnets */
    { 28367, 17, 22, 0, 28380, 0, 488, 489, 0, 0, 0, 0, 0, 0, 16 }, /* DescribeTags */
    { 28453, 17, 22, 0, 28474, 0, 492, 494, 0, 0, 0, 0, 0, 0, 0 }, /* DescribeVpcAttribute */
    { 28706, 17, 22, 0, 28734, 0, 496, 497, 0, 0, 0, 0, 0, 0, 17 }, /* DescribeVpcEndpointServices */
    { 29624, 17, 22, 0, 29645, 0, 509, 510, 0, 0, 0, 0, 0, 0, 18 }, /* DescribeVpcEndpoints */
    { 29743, 17, 22, 0, 29773, 0, 512, 515, 0, 0, 0, 0, 0, 0, 19 }, /* DescribeVpcPeeringConnections */
    { 30767, 17, 22, 0, 30780, 0, 528, 531, 0, 0, 0, 0, 0, 0, 20 }, /* DescribeVpcs */
    { 30892, 17, 22, 0, 30914, 0, 533, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DetachInternetGateway */
    { 30943, 17, 22, 0, 30966, 0, 534, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DetachNetworkInterface */
    { 31037, 17, 22, 0, 31064, 0, 536, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DisableVgwRoutePropagation */
    { 31111, 17, 22, 0, 31131, 0, 538, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DisassociateAddress */
    { 31181, 17, 22, 0, 31211, 0, 540, 543, 0, 0, 1, 0, 0, 0, 0 }, /* DisassociateNatGatewayAddress */
    { 31357, 17, 22, 0, 31380, 0, 544, 0, 0, 0, 1, 0, 0, 0, 0 }, /* DisassociateRouteTable */
    { 31410, 17, 22, 0, 31438, 0, 546, 547, 0, 0, 1, 0, 0, 0, 0 }, /* DisassociateSubnetCidrBlock */
    { 31507, 17, 22, 0, 31532, 0, 548, 550, 0, 0, 1, 0, 0, 0, 0 }, /* DisassociateVpcCidrBlock */
    { 31616, 17, 22, 0, 31642, 0, 551, 0, 0, 0, 1, 0, 0, 0, 0 }, /* EnableVgwRoutePropagation */
    { 31675, 17, 22, 0, 31703, 0, 552, 553, 0, 0, 0, 0, 0, 0, 21 }, /* GetManagedPrefixListEntries */
    { 31831, 17, 22, 0, 31845, 0, 556, 558, 0, 0, 1, 0, 0, 0, 0 }, /* ImportKeyPair */
    { 31927, 17, 22, 0, 31950, 0, 559, 560, 0, 0, 1, 0, 0, 0, 0 }, /* ModifyAddressAttribute */
    { 32028, 17, 22, 0, 32053, 0, 561, 565, 0, 0, 1, 0, 0, 0, 0 }, /* ModifySecurityGroupRules */
    { 32211, 17, 22, 0, 32233, 0, 566, 0, 0, 0, 1, 0, 0, 0, 0 }, /* ModifySubnetAttribute */
    { 32394, 17, 22, 0, 32413, 0, 567, 0, 0, 0, 1, 0, 0, 0, 0 }, /* ModifyVpcAttribute */
    { 32439, 17, 22, 0, 32457, 0, 568, 569, 0, 0, 1, 0, 0, 0, 0 }, /* ModifyVpcEndpoint */
    { 32730, 17, 22, 0, 32747, 0, 570, 572, 0, 0, 1, 0, 0, 0, 0 }, /* ModifyVpcTenancy */
    { 32817, 17, 22, 0, 32832, 0, 573, 0, 0, 0, 1, 0, 0, 0, 0 }, /* ReleaseAddress */
    { 32854, 17, 22, 0, 32867, 0, 574, 0, 0, 0, 1, 0, 0, 0, 0 }, /* ReplaceRoute */
    { 32899, 17, 22, 0, 32928, 0, 575, 576, 0, 0, 1, 0, 0, 0, 0 }, /* ReplaceRouteTableAssociation */
    { 33033, 17, 22, 0, 33055, 0, 577, 578, 0, 0, 1, 0, 0, 0, 0 }, /* ResetAddressAttribute */
    { 33112, 17, 22, 0, 33138, 0, 579, 580, 0, 0, 1, 0, 0, 0, 0 }, /* RevokeSecurityGroupEgress */
    { 33424, 17, 22, 0, 33451, 0, 583, 584, 0, 0, 1, 0, 0, 0, 0 }, /* RevokeSecurityGroupIngress */
    { 33518, 17, 22, 0, 33551, 0, 585, 586, 0, 0, 1, 0, 0, 0, 0 }, /* UnassignPrivateNatGatewayAddress */
    { 33630, 17, 22, 0, 33672, 0, 587, 590, 0, 0, 1, 0, 0, 0, 0 }, /* UpdateSecurityGroupRuleDescriptionsEgress */
    { 33861, 17, 22, 0, 33904, 0, 591, 592, 0, 0, 1, 0, 0, 0, 0 }, /* UpdateSecurityGroupRuleDescriptionsIngress */
};

static const struct model_shape shapes[] = {
    { 24, 0, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 54, 0, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 86, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 117, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 150, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 214, 8, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 197, 9, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 240, 2, 0, 114, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 2717, 11, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 2713, 12, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2745, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 2770, 0, 0, 0, 0, MODEL_BOOLEAN, 0, 0, 0, 0, 0 },
    { 2778, 14, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2990, 22, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 3028, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3077, 26, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 3084, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 1, 0 },
    { 3106, 27, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 3218, 29, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 3240, 30, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3408, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 3466, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3487, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 3542, 40, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 2800, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 3566, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3577, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 3258, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3654, 47, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3698, 48, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 3740, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3764, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 3797, 51, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3845, 57, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 3862, 58, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3915, 60, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 3952, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 3967, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 3985, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 4011, 65, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4071, 67, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 4110, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 4194, 69, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4259, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 0, 0 },
    { 4301, 73, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4382, 75, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 4413, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 4475, 80, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 }, { 4496, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 4521, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 4563, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 4603, 82, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4683, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 4792, 92, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4820, 95, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4848, 102, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4866, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 4939, 104, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5025, 107, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5054, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 5119, 110, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5171, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 5329, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 0, 0 },
    { 5393, 120, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 5410, 121, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5454, 128, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 5474, 129, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5640, 136, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 5652, 137, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5682, 139, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 5696, 140, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5752, 142, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 5769, 143, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5795, 145, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5905, 147, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 5927, 148, 0, 14, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 5945, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 6047, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 6108, 162, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6218, 167, 0, 11, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6255, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 6273, 178, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6327, 180, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6407, 183, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 6432, 184, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6460, 186, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 6476, 187, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6500, 188, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6596, 192, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 6371, 193, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6636, 195, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 6663, 196, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6710, 197, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6761, 201, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6811, 203, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6903, 206, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 6933, 207, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 6959, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 6976, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 7054, 209, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7083, 211, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7111, 212, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7160, 216, 0, 13, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7184, 116, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 7216, 229, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 7242, 230, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7266, 118, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 7428, 233, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7451, 235, 0, 17, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7495, 0, 0, 0, 0, MODEL_TIMESTAMP, 0, 0, 0, 0, 0 },
    { 7550, 252, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7688, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 7768, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 7826, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 7911, 257, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 7943, 258, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 7981, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 8091, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 8152, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 8195, 265, 0, 17, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8031, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 8238, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 8255, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 8270, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 8287, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 8302, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 5548, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 8429, 282, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8464, 283, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8488, 287, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8511, 289, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8576, 296, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 8602, 297, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8734, 304, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 8753, 305, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8793, 306, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 8803, 307, 0, 18, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8928, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 8940, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 9020, 325, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9064, 330, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9137, 333, 0, 13, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9179, 346, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9198, 347, 0, 23, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9305, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 9428, 370, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 9528, 371, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9588, 120, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 9758, 374, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 9856, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 9878, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 10015, 375, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10054, 378, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 10076, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 10105, 379, 0, 13, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10143, 392, 0, 11, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10182, 122, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 10248, 124, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 10553, 126, 0, 3, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 10584, 403, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10600, 404, 0, 12, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10604, 416, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 10683, 417, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 10122, 418, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10766, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 10817, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 10907, 425, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10938, 435, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 10968, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 11203, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 11230, 437, 0, 17, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 11255, 129, 0, 6, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 11381, 454, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 11419, 455, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 11460, 456, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 11491, 135, 0, 3, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 11536, 457, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 11560, 138, 0, 4, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 11707, 461, 0, 1, 0, MODEL_LIST, 0, 0, 0, 2, 0 },
    { 11795, 462, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 11775, 463, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 11830, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 11848, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 11887, 466, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 11911, 468, 0, 26, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 4098, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 12052, 494, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 12071, 495, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 11525, 497, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 12354, 501, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 12378, 502, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 12465, 0, 0, 0, 0, MODEL_TIMESTAMP, 0, 0, 0, 0, 0 },
    { 12485, 504, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 12572, 506, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 12593, 507, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 12793, 509, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 12839, 510, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 12876, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 12901, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 12967, 512, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3726, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 13024, 514, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13063, 516, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13145, 517, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13188, 519, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13217, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 13241, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 13251, 522, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13298, 524, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13322, 526, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13368, 527, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13410, 529, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13446, 534, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13490, 536, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13517, 539, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13556, 541, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13587, 543, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13630, 546, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13666, 548, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13707, 550, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 13725, 551, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13776, 552, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 13796, 553, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13825, 555, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13873, 557, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 13949, 559, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 13980, 142, 0, 2, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 14033, 560, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14123, 561, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 14144, 562, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14213, 564, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 14239, 565, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14294, 566, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14329, 570, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 14363, 571, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 14356, 572, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14379, 574, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14439, 575, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 78, 576, 0, 16, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14499, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 14556, 592, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 3831, 597, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 14600, 144, 0, 1, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 14633, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 14654, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 3, 0 },
    { 14672, 598, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14705, 600, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 14727, 601, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14796, 605, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14862, 608, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 14914, 613, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 14948, 614, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 14986, 615, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15078, 616, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 3432, 617, 0, 14, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15123, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 15182, 631, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 15210, 632, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15410, 633, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 15440, 634, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15516, 635, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 15549, 636, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15598, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 15640, 637, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15682, 642, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 15706, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 },
    { 15736, 643, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15792, 645, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 15843, 646, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 15914, 651, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 15946, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 5, 0 },
    { 15991, 652, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 16117, 654, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 16162, 655, 0, 9, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 16213, 664, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 16253, 665, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 16245, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 16284, 666, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 16334, 667, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 16382, 669, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 16392, 670, 0, 41, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 16518, 711, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 16480, 712, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 16549, 716, 0, 13, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 16614, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 16658, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 16886, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 16993, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 17036, 729, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 17060, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 17116, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 17153, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 17226, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 17584, 731, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 17603, 732, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 17736, 737, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 17816, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 18110, 744, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 18185, 746, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 18235, 747, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 18303, 748, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 18393, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 18518, 749, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 18534, 750, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 18588, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 18632, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 18671, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 18743, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 18776, 752, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 18813, 758, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 18869, 759, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 18936, 761, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 18952, 762, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19016, 767, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 19036, 768, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19088, 770, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 19101, 771, 0, 61, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19110, 832, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 19141, 833, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19168, 835, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19315, 843, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19439, 846, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19527, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 19622, 848, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 19648, 849, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 19670, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 19974, 853, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 20017, 854, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 20432, 858, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 20461, 859, 0, 20, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 20510, 879, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 20616, 884, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 20775, 892, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 20887, 894, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21038, 895, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 21062, 896, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21230, 898, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 21259, 899, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21332, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 21383, 903, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 21406, 904, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21447, 905, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 21470, 906, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21575, 907, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21774, 910, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21866, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 21931, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 22107, 914, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 22148, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 22260, 916, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 22366, 918, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 22457, 919, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 22469, 920, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 22570, 921, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 22602, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 22653, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 22743, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 22807, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 22879, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 22905, 927, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23045, 928, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23113, 931, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23166, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 23224, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 23301, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 23376, 933, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23448, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 23539, 934, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 23570, 935, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23597, 945, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23634, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 23716, 951, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 23763, 952, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23806, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 23831, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 23867, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 23905, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 23928, 953, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 23956, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 18252, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 24056, 955, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24094, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 24235, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 24252, 965, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24332, 967, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 24353, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 24370, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 24411, 968, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24443, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 }, { 24497, 973, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 24519, 974, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24605, 976, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 24642, 977, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24675, 982, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 24693, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 24716, 983, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 24753, 984, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24799, 985, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 24811, 986, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24823, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 24916, 993, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 24950, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 6, 0 },
    { 24971, 998, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25044, 1000, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25065, 1001, 0, 12, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25111, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 25155, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 7, 0 },
    { 25235, 0, 0, 0, 0, MODEL_LONG, 0, 0, 0, 0, 0 },
    { 25390, 1013, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25417, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 }, { 25461, 1018, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25484, 1019, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25550, 1021, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25585, 1022, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25612, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 }, { 25669, 1027, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25656, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 25692, 1028, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25758, 1030, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25773, 1031, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25784, 1038, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25810, 1039, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25919, 1042, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 25939, 1043, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25969, 1051, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25995, 1053, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26049, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 26127, 1055, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26160, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 }, { 26196, 1061, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26226, 1062, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26258, 1064, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26279, 1065, 0, 32, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26296, 1097, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26324, 1104, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26351, 1114, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26381, 1116, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 21511, 1117, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26414, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 26435, 1120, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26469, 1121, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26533, 1124, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26693, 1128, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26730, 1129, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26763, 1133, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26780, 1134, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26804, 1135, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26821, 1136, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 26939, 1137, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 26980, 1138, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27007, 1143, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27038, 1144, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 25016, 1146, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27064, 1147, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27113, 1150, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27148, 1154, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27180, 1155, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27232, 1156, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27243, 1157, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27250, 1161, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27270, 1162, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27345, 1163, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27372, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 8, 0 }, { 27402, 1168, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27425, 1169, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27491, 1171, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27538, 1172, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27577, 1174, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27586, 1175, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27676, 1176, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 27700, 1177, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27784, 1181, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27839, 1186, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 27863, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 },
    { 27900, 1187, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27956, 1189, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 27986, 1195, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 28015, 1196, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 28035, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 },
    { 28068, 1197, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28133, 1199, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 28151, 1200, 0, 9, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28238, 1209, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28261, 1214, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 28280, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 },
    { 28306, 1215, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28356, 1217, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 28380, 1218, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28400, 1222, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28419, 1224, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 28438, 1225, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28474, 1229, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28502, 145, 0, 3, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 28588, 1232, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28634, 1236, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28734, 1237, 0, 6, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28797, 1243, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28876, 1246, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 28910, 1247, 0, 17, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28968, 1264, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 28989, 1265, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 28944, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 29236, 1266, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 29257, 1267, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 29407, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 29511, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 29524, 1268, 0, 1, 0, MODEL_LIST, 0, 0, 0, 9, 0 }, { 29600, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 29645, 1269, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 29673, 1274, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 29713, 1276, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 29773, 1277, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 29810, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 }, { 29874, 1282, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 29901, 1283, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30007, 1285, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 30032, 1286, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30085, 1293, 0, 7, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30113, 1300, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 4273, 1301, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30147, 1302, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 4632, 1303, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30203, 1304, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30528, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 30647, 1309, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30679, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 }, { 30715, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 30780, 1311, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30807, 1316, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 }, { 30823, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 4, 0 },
    { 30846, 1317, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30884, 1319, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 30914, 1320, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30966, 1323, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 30996, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 31064, 1326, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31098, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 31131, 1329, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31158, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 31211, 1332, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31263, 1336, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 31308, 0, 0, 0, 0, MODEL_INTEGER, 0, 0, 0, 10, 0 },
    { 31321, 1337, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31380, 1339, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 8634, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 31438, 1341, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31473, 1342, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31532, 1344, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31564, 0, 0, 0, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 31585, 1345, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31642, 1348, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31703, 1351, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31752, 1356, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31786, 1358, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 31805, 1359, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31845, 1361, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31902, 0, 0, 0, 0, MODEL_BLOB, 0, 0, 0, 0, 0 },
    { 31907, 1365, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31950, 1369, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 31991, 1372, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32053, 1373, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32085, 1376, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 32113, 1377, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32137, 1379, 0, 8, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32180, 1387, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32233, 1388, 0, 11, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32413, 1399, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32457, 1403, 0, 14, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32706, 1417, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32747, 1418, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32771, 148, 0, 1, 0, MODEL_STRING, 0, 0, 0, 0, 0 },
    { 32782, 1421, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32832, 1422, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32867, 1426, 0, 18, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32928, 1444, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 32964, 1447, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33055, 1449, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33084, 1452, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33138, 1453, 0, 10, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33171, 1463, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33352, 1466, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 33381, 1467, 0, 11, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33451, 1478, 0, 11, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33485, 1489, 0, 3, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33551, 1492, 0, 4, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33591, 1496, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33672, 1498, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33780, 1503, 0, 1, 0, MODEL_LIST, 0, 0, 0, 0, 0 },
    { 33751, 1504, 0, 2, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33813, 1506, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33904, 1507, 0, 5, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
    { 33954, 1512, 0, 1, 0, MODEL_STRUCTURE, 0, 0, 0, 0, 0 },
};

static const struct model_member members[] = {
    /* AllocateAddressRequest */
    { 47, 47, 47, 1, 0, 0, 0, 0 }, { 78, 78, 78, 2, 0, 0, 0, 0 }, { 102, 102, 102, 3, 0, 0, 0, 0 },
    { 131, 131, 131, 4, 0, 0, 0, 0 }, { 157, 157, 157, 4, 0, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    { 2745, 2745, 2745, 10, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* TagSpecificationList */
    { 0, 235, 235, 6, 128, 0, 0, 0 },
    /* TagSpecification */
    { 240, 240, 253, 7, 128, 0, 0, 0 }, { 2708, 2713, 2713, 8, 128, 0, 0, 0 },
    /* TagList */
    { 0, 235, 235, 9, 128, 0, 0, 0 },
    /* Tag */
    { 2725, 2725, 2729, 4, 128, 0, 0, 0 }, { 2733, 2733, 2739, 4, 128, 0, 0, 0 },
    /* AllocateAddressResult */
    { 2800, 2800, 2813, 4, 128, 0, 0, 0 }, { 102, 102, 2826, 4, 128, 0, 0, 0 },
    { 131, 131, 2841, 4, 128, 0, 0, 0 }, { 47, 47, 2860, 1, 128, 0, 0, 0 },
    { 2867, 2867, 2883, 4, 128, 0, 0, 0 }, { 157, 157, 2899, 4, 128, 0, 0, 0 },
    { 2921, 2921, 2931, 4, 128, 0, 0, 0 }, { 2941, 2941, 2950, 4, 128, 0, 0, 0 },
    /* AssignPrivateNatGatewayAddressRequest */
    { 3028, 3028, 3028, 14, 1, 0, 0, 0 }, { 3041, 3060, 3060, 15, 128, 0, 0, 0 },
    { 3084, 3084, 3084, 16, 0, 0, 0, 0 }, { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* IpList */
    { 0, 235, 235, 4, 128, 0, 0, 0 },
    /* AssignPrivateNatGatewayAddressResult */
    { 3028, 3028, 3143, 14, 128, 0, 0, 0 }, { 3156, 3176, 3197, 18, 128, 0, 0, 0 },
    /* NatGatewayAddressList */
    { 0, 235, 235, 19, 128, 0, 0, 0 },
    /* NatGatewayAddress */
    { 2800, 2800, 2813, 4, 128, 0, 0, 0 }, { 3258, 3258, 3277, 4, 128, 0, 0, 0 },
    { 3296, 3296, 3306, 4, 128, 0, 0, 0 }, { 2941, 2941, 2950, 4, 128, 0, 0, 0 },
    { 3316, 3316, 3330, 4, 128, 0, 0, 0 }, { 3344, 3344, 3354, 11, 128, 0, 0, 0 },
    { 3364, 3364, 3379, 4, 128, 0, 0, 0 }, { 3394, 3394, 3401, 20, 128, 0, 0, 0 },
    { 3432, 3432, 3449, 21, 128, 0, 0, 0 }, { 3487, 3487, 3506, 22, 128, 0, 0, 0 },
    /* AssociateAddressRequest */
    { 2800, 2800, 2800, 24, 0, 0, 0, 0 }, { 3566, 3566, 3566, 25, 0, 0, 0, 0 },
    { 2941, 2941, 2941, 26, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 3258, 3258, 3277, 27, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    { 3616, 3616, 3635, 11, 128, 0, 0, 0 },
    /* AssociateAddressResult */
    { 3316, 3316, 3330, 4, 128, 0, 0, 0 },
    /* AssociateDhcpOptionsRequest */
    { 3726, 3726, 3726, 30, 1, 0, 0, 0 }, { 3764, 3764, 3764, 31, 1, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* AssociateNatGatewayAddressRequest */
    { 3028, 3028, 3028, 14, 1, 0, 0, 0 }, { 3831, 2800, 2800, 33, 129, 0, 0, 0 },
    { 3041, 3060, 3060, 15, 128, 0, 0, 0 }, { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    { 3432, 3432, 3432, 21, 0, 0, 0, 0 }, { 3487, 3487, 3487, 22, 0, 0, 0, 0 },
    /* AllocationIdList */
    { 0, 2800, 2800, 24, 128, 0, 0, 0 },
    /* AssociateNatGatewayAddressResult */
    { 3028, 3028, 3143, 14, 128, 0, 0, 0 }, { 3156, 3176, 3197, 18, 128, 0, 0, 0 },
    /* AssociateRouteTableRequest */
    { 3942, 3942, 3942, 36, 0, 0, 0, 0 }, { 102, 102, 102, 3, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3967, 3967, 3976, 37, 128, 0, 0, 0 },
    { 3985, 3985, 3998, 38, 129, 0, 0, 0 },
    /* AssociateRouteTableResult */
    { 3316, 3316, 3330, 4, 128, 0, 0, 0 }, { 4037, 4037, 4054, 40, 128, 0, 0, 0 },
    /* RouteTableAssociationState */
    { 4098, 4098, 4104, 41, 128, 0, 0, 0 }, { 4141, 4141, 4155, 4, 128, 0, 0, 0 },
    /* AssociateSubnetCidrBlockRequest */
    { 4226, 4226, 4226, 10, 0, 0, 0, 0 }, { 4241, 4241, 4241, 43, 0, 0, 0, 0 },
    { 3967, 3967, 3976, 37, 129, 0, 0, 0 }, { 4273, 4273, 4287, 4, 128, 0, 0, 0 },
    /* AssociateSubnetCidrBlockResult */
    { 4332, 4332, 4357, 45, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    /* SubnetIpv6CidrBlockAssociation */
    { 3316, 3316, 3330, 46, 128, 0, 0, 0 }, { 4273, 4273, 4287, 4, 128, 0, 0, 0 },
    { 4437, 4437, 4456, 47, 128, 0, 0, 0 }, { 4521, 4521, 4542, 49, 128, 0, 0, 0 },
    { 4563, 4563, 4572, 50, 128, 0, 0, 0 },
    /* SubnetCidrBlockState */
    { 4098, 4098, 4104, 48, 128, 0, 0, 0 }, { 4141, 4141, 4155, 4, 128, 0, 0, 0 },
    /* AssociateVpcCidrBlockRequest */
    { 4632, 4632, 4632, 4, 0, 0, 0, 0 }, { 4642, 4642, 4642, 4, 0, 0, 0, 0 },
    { 4674, 4674, 4674, 52, 0, 0, 0, 0 }, { 4273, 4273, 4273, 4, 0, 0, 0, 0 },
    { 4697, 4697, 4697, 10, 0, 0, 0, 0 }, { 4712, 4712, 4712, 43, 0, 0, 0, 0 },
    { 4226, 4226, 4226, 10, 0, 0, 0, 0 }, { 4241, 4241, 4241, 43, 0, 0, 0, 0 },
    { 3764, 3764, 4730, 31, 129, 0, 0, 0 }, { 4736, 4736, 4764, 11, 128, 0, 0, 0 },
    /* AssociateVpcCidrBlockResult */
    { 4332, 4332, 4357, 54, 128, 0, 0, 0 }, { 4897, 4897, 4918, 57, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    /* VpcIpv6CidrBlockAssociation */
    { 3316, 3316, 3330, 4, 128, 0, 0, 0 }, { 4273, 4273, 4287, 4, 128, 0, 0, 0 },
    { 4437, 4437, 4456, 55, 128, 0, 0, 0 }, { 131, 131, 2841, 4, 128, 0, 0, 0 },
    { 4674, 4674, 4888, 4, 128, 0, 0, 0 }, { 4521, 4521, 4542, 49, 128, 0, 0, 0 },
    { 4563, 4563, 4572, 50, 128, 0, 0, 0 },
    /* VpcCidrBlockState */
    { 4098, 4098, 4104, 56, 128, 0, 0, 0 }, { 4141, 4141, 4155, 4, 128, 0, 0, 0 },
    /* VpcCidrBlockAssociation */
    { 3316, 3316, 3330, 4, 128, 0, 0, 0 }, { 4632, 4632, 4963, 4, 128, 0, 0, 0 },
    { 4973, 4973, 4988, 55, 128, 0, 0, 0 },
    /* AttachInternetGatewayRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 5054, 5054, 5072, 59, 129, 0, 0, 0 },
    { 3764, 3764, 4730, 31, 129, 0, 0, 0 },
    /* AuthorizeSecurityGroupEgressRequest */
    { 179, 197, 197, 5, 128, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 5155, 5155, 5163, 61, 129, 0, 0, 0 }, { 5187, 5187, 5211, 4, 128, 0, 0, 0 },
    { 5235, 5235, 5262, 4, 128, 0, 0, 0 }, { 5289, 5289, 5300, 4, 128, 0, 0, 0 },
    { 5311, 5311, 5320, 62, 128, 0, 0, 0 }, { 5337, 5337, 5344, 62, 128, 0, 0, 0 },
    { 5351, 5351, 5358, 4, 128, 0, 0, 0 }, { 5365, 5365, 5379, 63, 128, 0, 0, 0 },
    /* IpPermissionList */
    { 0, 235, 235, 64, 128, 0, 0, 0 },
    /* IpPermission */
    { 5289, 5289, 5300, 4, 128, 0, 0, 0 }, { 5311, 5311, 5320, 62, 128, 0, 0, 0 },
    { 5337, 5337, 5344, 62, 128, 0, 0, 0 }, { 5423, 5440, 5447, 65, 128, 0, 0, 0 },
    { 5622, 5622, 5631, 67, 128, 0, 0, 0 }, { 5660, 5660, 5671, 69, 128, 0, 0, 0 },
    { 5724, 5724, 5738, 71, 128, 0, 0, 0 },
    /* UserIdGroupPairList */
    { 0, 235, 235, 66, 128, 0, 0, 0 },
    /* UserIdGroupPair */
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 }, { 5514, 5514, 5521, 4, 128, 0, 0, 0 },
    { 5528, 5528, 5538, 4, 128, 0, 0, 0 }, { 5155, 5155, 5163, 4, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 }, { 5548, 5548, 5571, 4, 128, 0, 0, 0 },
    { 5594, 5594, 5608, 4, 128, 0, 0, 0 },
    /* IpRangeList */
    { 0, 235, 235, 68, 128, 0, 0, 0 },
    /* IpRange */
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 }, { 5351, 5351, 5358, 4, 128, 0, 0, 0 },
    /* Ipv6RangeList */
    { 0, 235, 235, 70, 128, 0, 0, 0 },
    /* Ipv6Range */
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 }, { 5706, 5706, 5715, 4, 128, 0, 0, 0 },
    /* PrefixListIdList */
    { 0, 235, 235, 72, 128, 0, 0, 0 },
    /* PrefixListId */
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 }, { 5769, 5769, 5782, 4, 128, 0, 0, 0 },
    /* AuthorizeSecurityGroupEgressResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 }, { 5844, 5863, 5884, 74, 128, 0, 0, 0 },
    /* SecurityGroupRuleList */
    { 0, 235, 235, 75, 128, 0, 0, 0 },
    /* SecurityGroupRule */
    { 5945, 5945, 5965, 76, 128, 0, 0, 0 }, { 5155, 5155, 5163, 61, 128, 0, 0, 0 },
    { 5985, 5985, 5998, 4, 128, 0, 0, 0 }, { 6011, 6011, 6020, 11, 128, 0, 0, 0 },
    { 5289, 5289, 5300, 4, 128, 0, 0, 0 }, { 5311, 5311, 5320, 62, 128, 0, 0, 0 },
    { 5337, 5337, 5344, 62, 128, 0, 0, 0 }, { 6029, 6029, 6038, 4, 128, 0, 0, 0 },
    { 5706, 5706, 5715, 4, 128, 0, 0, 0 }, { 5769, 5769, 5782, 77, 128, 0, 0, 0 },
    { 6068, 6068, 6088, 78, 128, 0, 0, 0 }, { 5490, 5490, 5502, 4, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 6146, 6146, 6167, 4, 128, 0, 0, 0 },
    /* ReferencedSecurityGroup */
    { 5155, 5155, 5163, 4, 128, 0, 0, 0 }, { 5594, 5594, 5608, 4, 128, 0, 0, 0 },
    { 5514, 5514, 5521, 4, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 5548, 5548, 5571, 4, 128, 0, 0, 0 },
    /* AuthorizeSecurityGroupIngressRequest */
    { 5351, 5351, 5351, 4, 0, 0, 0, 0 }, { 5311, 5311, 5311, 62, 0, 0, 0, 0 },
    { 5155, 5155, 5155, 61, 0, 0, 0, 0 }, { 5528, 5528, 5528, 80, 0, 0, 0, 0 },
    { 5365, 5365, 5365, 63, 0, 0, 0, 0 }, { 5289, 5289, 5289, 4, 0, 0, 0, 0 },
    { 5187, 5187, 5187, 4, 0, 0, 0, 0 }, { 5235, 5235, 5235, 4, 0, 0, 0, 0 },
    { 5337, 5337, 5337, 62, 0, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* AuthorizeSecurityGroupIngressResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 }, { 5844, 5863, 5884, 74, 128, 0, 0, 0 },
    /* CreateDhcpOptionsRequest */
    { 6352, 6371, 6389, 83, 129, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* NewDhcpConfigurationList */
    { 0, 235, 235, 84, 128, 0, 0, 0 },
    /* NewDhcpConfiguration */
    { 2725, 2725, 2725, 4, 0, 0, 0, 0 }, { 6453, 2733, 2733, 85, 128, 0, 0, 0 },
    /* ValueStringList */
    { 0, 235, 235, 4, 128, 0, 0, 0 },
    /* CreateDhcpOptionsResult */
    { 6500, 6500, 6512, 87, 128, 0, 0, 0 },
    /* DhcpOptions */
    { 6524, 6524, 6532, 4, 128, 0, 0, 0 }, { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    { 3726, 3726, 6540, 4, 128, 0, 0, 0 }, { 6352, 6554, 6575, 88, 128, 0, 0, 0 },
    /* DhcpConfigurationList */
    { 0, 235, 235, 89, 128, 0, 0, 0 },
    /* DhcpConfiguration */
    { 2725, 2725, 2729, 4, 128, 0, 0, 0 }, { 6453, 6618, 6627, 90, 128, 0, 0, 0 },
    /* DhcpConfigurationValueList */
    { 0, 235, 235, 91, 128, 0, 0, 0 },
    /* AttributeValue */
    { 2733, 2733, 2739, 4, 128, 0, 0, 0 },
    /* CreateEgressOnlyInternetGatewayRequest */
    { 6749, 6749, 6749, 4, 0, 0, 0, 0 }, { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    { 3764, 3764, 3764, 31, 1, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    /* CreateEgressOnlyInternetGatewayResult */
    { 6749, 6749, 6799, 4, 128, 0, 0, 0 }, { 6811, 6811, 6837, 94, 128, 0, 0, 0 },
    /* EgressOnlyInternetGateway */
    { 6863, 6875, 6889, 95, 128, 0, 0, 0 }, { 6976, 6976, 7004, 98, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    /* InternetGatewayAttachmentList */
    { 0, 235, 235, 96, 128, 0, 0, 0 },
    /* InternetGatewayAttachment */
    { 4098, 4098, 4104, 97, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    /* CreateInternetGatewayRequest */
    { 179, 197, 197, 5, 128, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* CreateInternetGatewayResult */
    { 7111, 7111, 7127, 101, 128, 0, 0, 0 },
    /* InternetGateway */
    { 6863, 6875, 6889, 95, 128, 0, 0, 0 }, { 5054, 5054, 5072, 4, 128, 0, 0, 0 },
    { 6524, 6524, 6532, 4, 128, 0, 0, 0 }, { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    /* CreateNatGatewayRequest */
    { 7184, 7184, 7184, 103, 0, 0, 0, 0 }, { 2800, 2800, 2800, 24, 0, 0, 0, 0 },
    { 6749, 6749, 6749, 4, 2, 0, 0, 0 }, { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    { 3967, 3967, 3967, 37, 0, 0, 0, 0 }, { 3764, 3764, 3764, 31, 0, 0, 0, 0 },
    { 7216, 7242, 7242, 104, 128, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    { 7266, 7266, 7266, 106, 0, 0, 0, 0 }, { 3060, 3060, 3060, 4, 0, 0, 0, 0 },
    { 7298, 7321, 7321, 33, 128, 0, 0, 0 }, { 7343, 7371, 7371, 15, 128, 0, 0, 0 },
    { 7397, 7397, 7397, 16, 0, 0, 0, 0 },
    /* AvailabilityZoneAddresses */
    { 0, 7242, 7242, 105, 128, 0, 0, 0 },
    /* AvailabilityZoneAddress */
    { 3432, 3432, 3432, 21, 0, 0, 0, 0 }, { 3487, 3487, 3487, 22, 0, 0, 0, 0 },
    { 3831, 2800, 2800, 33, 128, 0, 0, 0 },
    /* CreateNatGatewayResult */
    { 6749, 6749, 6799, 4, 128, 0, 0, 0 }, { 7451, 7451, 7462, 108, 128, 0, 0, 0 },
    /* NatGateway */
    { 7473, 7473, 7484, 109, 128, 0, 0, 0 }, { 7504, 7504, 7515, 109, 128, 0, 0, 0 },
    { 7526, 7526, 7538, 4, 128, 0, 0, 0 }, { 3364, 3364, 3379, 4, 128, 0, 0, 0 },
    { 3156, 3176, 3197, 18, 128, 0, 0, 0 }, { 3028, 3028, 3143, 4, 128, 0, 0, 0 },
    { 7550, 7550, 7571, 110, 128, 0, 0, 0 }, { 4098, 4098, 4104, 111, 128, 0, 0, 0 },
    { 3967, 3967, 3976, 4, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 7266, 7266, 7704, 106, 128, 0, 0, 0 },
    { 7184, 7184, 7721, 103, 128, 0, 0, 0 }, { 7738, 7738, 7753, 112, 128, 0, 0, 0 },
    { 7788, 7788, 7807, 113, 128, 0, 0, 0 }, { 7850, 7869, 7890, 114, 128, 0, 0, 0 },
    { 3985, 3985, 3998, 4, 128, 0, 0, 0 },
    /* ProvisionedBandwidth */
    { 7592, 7592, 7606, 109, 128, 0, 0, 0 }, { 7620, 7620, 7632, 4, 128, 0, 0, 0 },
    { 7644, 7644, 7656, 109, 128, 0, 0, 0 }, { 7668, 7668, 7678, 4, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 4, 128, 0, 0, 0 },
    /* NatGatewayAttachedApplianceList */
    { 0, 235, 235, 115, 128, 0, 0, 0 },
    /* NatGatewayAttachedAppliance */
    { 7971, 7971, 7976, 116, 128, 0, 0, 0 }, { 8005, 8005, 8018, 4, 128, 0, 0, 0 },
    { 8031, 8031, 8045, 4, 128, 0, 0, 0 }, { 8059, 8059, 8075, 117, 128, 0, 0, 0 },
    { 8116, 8116, 8134, 118, 128, 0, 0, 0 }, { 7526, 7526, 7538, 4, 128, 0, 0, 0 },
    { 3364, 3364, 3379, 4, 128, 0, 0, 0 },
    /* CreateRouteRequest */
    { 8214, 8214, 8214, 77, 0, 0, 0, 0 }, { 8031, 8031, 8031, 120, 0, 0, 0, 0 },
    { 8238, 8238, 8238, 121, 0, 0, 0, 0 }, { 8255, 8255, 8255, 122, 0, 0, 0, 0 },
    { 8270, 8270, 8270, 123, 0, 0, 0, 0 }, { 8287, 8287, 8287, 124, 0, 0, 0, 0 },
    { 8302, 8302, 8302, 125, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 3985, 3985, 3998, 38, 129, 0, 0, 0 }, { 8316, 8316, 8337, 4, 128, 0, 0, 0 },
    { 3942, 3942, 8358, 36, 128, 0, 0, 0 }, { 8368, 8368, 8393, 4, 128, 0, 0, 0 },
    { 6976, 6976, 7004, 98, 128, 0, 0, 0 }, { 3566, 3566, 8418, 25, 128, 0, 0, 0 },
    { 3258, 3258, 3277, 27, 128, 0, 0, 0 }, { 5548, 5548, 5571, 126, 128, 0, 0, 0 },
    { 3028, 3028, 3143, 14, 128, 0, 0, 0 },
    /* CreateRouteResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 },
    /* CreateRouteTableRequest */
    { 179, 197, 197, 5, 128, 0, 0, 0 }, { 6749, 6749, 6749, 4, 2, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3764, 3764, 4730, 31, 129, 0, 0, 0 },
    /* CreateRouteTableResult */
    { 8511, 8511, 8522, 130, 128, 0, 0, 0 }, { 6749, 6749, 6799, 4, 128, 0, 0, 0 },
    /* RouteTable */
    { 8533, 8546, 8561, 131, 128, 0, 0, 0 }, { 8682, 8698, 8716, 133, 128, 0, 0, 0 },
    { 3985, 3985, 3998, 4, 128, 0, 0, 0 }, { 8768, 8775, 8784, 135, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    /* RouteTableAssociationList */
    { 0, 235, 235, 132, 128, 0, 0, 0 },
    /* RouteTableAssociation */
    { 8624, 8624, 8629, 11, 128, 0, 0, 0 }, { 8634, 8634, 8658, 4, 128, 0, 0, 0 },
    { 3985, 3985, 3998, 4, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    { 3942, 3942, 8358, 4, 128, 0, 0, 0 }, { 102, 102, 2826, 4, 128, 0, 0, 0 },
    { 4037, 4037, 4054, 40, 128, 0, 0, 0 },
    /* PropagatingVgwList */
    { 0, 235, 235, 134, 128, 0, 0, 0 },
    /* PropagatingVgw */
    { 3942, 3942, 8358, 4, 128, 0, 0, 0 },
    /* RouteList */
    { 0, 235, 235, 136, 128, 0, 0, 0 },
    /* Route */
    { 8316, 8316, 8337, 4, 128, 0, 0, 0 }, { 8368, 8368, 8393, 4, 128, 0, 0, 0 },
    { 8214, 8214, 8809, 4, 128, 0, 0, 0 }, { 6976, 6976, 7004, 4, 128, 0, 0, 0 },
    { 3942, 3942, 8358, 4, 128, 0, 0, 0 }, { 3566, 3566, 8418, 4, 128, 0, 0, 0 },
    { 8833, 8833, 8849, 4, 128, 0, 0, 0 }, { 3028, 3028, 3143, 4, 128, 0, 0, 0 },
    { 8238, 8238, 8865, 4, 128, 0, 0, 0 }, { 8255, 8255, 8882, 4, 128, 0, 0, 0 },
    { 8270, 8270, 8897, 123, 128, 0, 0, 0 }, { 3258, 3258, 3277, 4, 128, 0, 0, 0 },
    { 8914, 8914, 8921, 137, 128, 0, 0, 0 }, { 4098, 4098, 4104, 138, 128, 0, 0, 0 },
    { 5548, 5548, 5571, 4, 128, 0, 0, 0 }, { 8287, 8287, 8951, 124, 128, 0, 0, 0 },
    { 8302, 8302, 8966, 125, 128, 0, 0, 0 }, { 8980, 8980, 8990, 4, 128, 0, 0, 0 },
    /* CreateSecurityGroupRequest */
    { 5490, 9047, 9047, 4, 129, 0, 0, 0 }, { 5528, 5528, 5528, 4, 1, 0, 0, 0 },
    { 3764, 3764, 3764, 31, 0, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* CreateSecurityGroupResult */
    { 5155, 5155, 5163, 4, 128, 0, 0, 0 }, { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    { 9090, 9090, 9107, 4, 128, 0, 0, 0 },
    /* CreateSubnetRequest */
    { 179, 197, 197, 5, 128, 0, 0, 0 }, { 3432, 3432, 3432, 4, 0, 0, 0, 0 },
    { 3487, 3487, 3487, 4, 0, 0, 0, 0 }, { 4632, 4632, 4632, 4, 0, 0, 0, 0 },
    { 4273, 4273, 4273, 4, 0, 0, 0, 0 }, { 9157, 9157, 9157, 4, 0, 0, 0, 0 },
    { 3764, 3764, 3764, 31, 1, 0, 0, 0 }, { 9168, 9168, 9168, 11, 0, 0, 0, 0 },
    { 4697, 4697, 4697, 10, 0, 0, 0, 0 }, { 4712, 4712, 4712, 43, 0, 0, 0, 0 },
    { 4226, 4226, 4226, 10, 0, 0, 0, 0 }, { 4241, 4241, 4241, 43, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* CreateSubnetResult */
    { 9198, 9198, 1316, 143, 128, 0, 0, 0 },
    /* Subnet */
    { 3487, 3487, 3506, 4, 128, 0, 0, 0 }, { 9205, 9205, 9228, 62, 128, 0, 0, 0 },
    { 9251, 9251, 9278, 11, 128, 0, 0, 0 }, { 157, 157, 2899, 144, 128, 0, 0, 0 },
    { 6524, 6524, 6532, 4, 128, 0, 0, 0 }, { 9316, 9316, 9344, 11, 128, 0, 0, 0 },
    { 9372, 9372, 9400, 145, 128, 0, 0, 0 }, { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    { 9462, 9462, 9472, 4, 128, 0, 0, 0 }, { 9157, 9157, 9482, 4, 128, 0, 0, 0 },
    { 9493, 9493, 9505, 11, 128, 0, 0, 0 }, { 9168, 9168, 9517, 11, 128, 0, 0, 0 },
    { 9528, 9528, 9558, 146, 128, 0, 0, 0 }, { 9758, 9758, 9782, 148, 128, 0, 0, 0 },
    { 7971, 7971, 7976, 4, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    { 4098, 4098, 4104, 150, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 4632, 4632, 4963, 4, 128, 0, 0, 0 }, { 9890, 9890, 9914, 62, 128, 0, 0, 0 },
    { 3432, 3432, 3449, 4, 128, 0, 0, 0 }, { 9938, 9938, 9951, 11, 128, 0, 0, 0 },
    { 9964, 9964, 9984, 11, 128, 0, 0, 0 },
    /* SubnetIpv6CidrBlockAssociationSet */
    { 0, 235, 235, 45, 128, 0, 0, 0 },
    /* PrivateDnsNameOptionsOnLaunch */
    { 9588, 9588, 9601, 147, 128, 0, 0, 0 }, { 9636, 9636, 9665, 11, 128, 0, 0, 0 },
    { 9694, 9694, 9726, 11, 128, 0, 0, 0 },
    /* BlockPublicAccessStates */
    { 9806, 9806, 9831, 149, 128, 0, 0, 0 },
    /* CreateTagsRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 10033, 10043, 10043, 152, 129, 0, 0, 0 },
    { 2708, 2713, 2713, 8, 129, 0, 0, 0 },
    /* ResourceIdList */
    { 0, 10069, 10069, 153, 0, 0, 0, 0 },
    /* CreateVpcRequest */
    { 4632, 4632, 4632, 4, 0, 0, 0, 0 }, { 4674, 4674, 4674, 52, 0, 0, 0, 0 },
    { 4273, 4273, 4273, 4, 0, 0, 0, 0 }, { 4697, 4697, 4697, 10, 0, 0, 0, 0 },
    { 4712, 4712, 4712, 43, 0, 0, 0, 0 }, { 4226, 4226, 4226, 10, 0, 0, 0, 0 },
    { 4241, 4241, 4241, 43, 0, 0, 0, 0 }, { 4642, 4642, 4642, 4, 0, 0, 0, 0 },
    { 10122, 10122, 10122, 155, 0, 0, 0, 0 }, { 179, 197, 197, 5, 128, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 10521, 10521, 10537, 158, 128, 0, 0, 0 },
    { 4736, 4736, 4764, 11, 128, 0, 0, 0 },
    /* VpcEncryptionControlConfiguration */
    { 10177, 10177, 10177, 156, 1, 0, 0, 0 }, { 10223, 10223, 10223, 157, 0, 0, 0, 0 },
    { 10303, 10303, 10303, 157, 0, 0, 0, 0 }, { 10338, 10338, 10338, 157, 0, 0, 0, 0 },
    { 10358, 10358, 10358, 157, 0, 0, 0, 0 }, { 10389, 10389, 10389, 157, 0, 0, 0, 0 },
    { 10409, 10409, 10409, 157, 0, 0, 0, 0 }, { 10425, 10425, 10425, 157, 0, 0, 0, 0 },
    { 10445, 10445, 10445, 157, 0, 0, 0, 0 }, { 10472, 10472, 10472, 157, 0, 0, 0, 0 },
    { 10499, 10499, 10499, 157, 0, 0, 0, 0 },
    /* CreateVpcResult */
    { 10600, 10600, 65, 160, 128, 0, 0, 0 },
    /* Vpc */
    { 6524, 6524, 6532, 4, 128, 0, 0, 0 }, { 10521, 10521, 10537, 158, 128, 0, 0, 0 },
    { 9372, 9372, 9400, 161, 128, 0, 0, 0 }, { 10635, 10635, 10659, 162, 128, 0, 0, 0 },
    { 10710, 10710, 10720, 11, 128, 0, 0, 0 }, { 10730, 10730, 10748, 163, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 9758, 9758, 9782, 148, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 }, { 4098, 4098, 4104, 169, 128, 0, 0, 0 },
    { 4632, 4632, 4963, 4, 128, 0, 0, 0 }, { 3726, 3726, 6540, 4, 128, 0, 0, 0 },
    /* VpcIpv6CidrBlockAssociationSet */
    { 0, 235, 235, 54, 128, 0, 0, 0 },
    /* VpcCidrBlockAssociationSet */
    { 0, 235, 235, 57, 128, 0, 0, 0 },
    /* VpcEncryptionControl */
    { 3764, 3764, 4730, 31, 128, 0, 0, 0 }, { 10766, 10766, 10789, 164, 128, 0, 0, 0 },
    { 10177, 10177, 10812, 156, 128, 0, 0, 0 }, { 4098, 4098, 4104, 165, 128, 0, 0, 0 },
    { 10843, 10843, 10856, 4, 128, 0, 0, 0 }, { 10869, 10869, 10888, 166, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    /* VpcEncryptionControlExclusions */
    { 7111, 7111, 7127, 167, 128, 0, 0, 0 }, { 6811, 6811, 6837, 167, 128, 0, 0, 0 },
    { 7451, 7451, 7462, 167, 128, 0, 0, 0 }, { 11003, 11003, 11025, 167, 128, 0, 0, 0 },
    { 11047, 11047, 11058, 167, 128, 0, 0, 0 }, { 11069, 11069, 11076, 167, 128, 0, 0, 0 },
    { 11083, 11083, 11094, 167, 128, 0, 0, 0 }, { 11105, 11105, 11123, 167, 128, 0, 0, 0 },
    { 11141, 11141, 11159, 167, 128, 0, 0, 0 }, { 11177, 11177, 11190, 167, 128, 0, 0, 0 },
    /* VpcEncryptionControlExclusion */
    { 4098, 4098, 4104, 168, 128, 0, 0, 0 }, { 10843, 10843, 10856, 4, 128, 0, 0, 0 },
    /* CreateVpcEndpointRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 11255, 11255, 11255, 171, 0, 0, 0, 0 },
    { 3764, 3764, 3764, 31, 1, 0, 0, 0 }, { 11340, 11340, 11340, 4, 0, 0, 0, 0 },
    { 11352, 11352, 11352, 4, 0, 0, 0, 0 }, { 11367, 3985, 3985, 172, 128, 0, 0, 0 },
    { 11409, 3967, 3967, 173, 128, 0, 0, 0 }, { 11443, 5171, 5171, 174, 128, 0, 0, 0 },
    { 11491, 11491, 11491, 175, 0, 0, 0, 0 }, { 11525, 11525, 11525, 176, 0, 0, 0, 0 },
    { 6749, 6749, 6749, 4, 0, 0, 0, 0 }, { 11736, 11736, 11736, 11, 0, 0, 0, 0 },
    { 179, 197, 197, 5, 128, 0, 0, 0 }, { 11754, 11775, 11775, 179, 128, 0, 0, 0 },
    { 11830, 11830, 11830, 181, 0, 0, 0, 0 }, { 11848, 11848, 11848, 182, 0, 0, 0, 0 },
    { 11873, 11873, 11873, 4, 0, 0, 0, 0 },
    /* VpcEndpointRouteTableIdList */
    { 0, 235, 235, 38, 128, 0, 0, 0 },
    /* VpcEndpointSubnetIdList */
    { 0, 235, 235, 37, 128, 0, 0, 0 },
    /* VpcEndpointSecurityGroupIdList */
    { 0, 235, 235, 61, 128, 0, 0, 0 },
    /* DnsOptionsSpecification */
    { 11560, 11560, 11560, 177, 0, 0, 0, 0 }, { 11592, 11592, 11592, 11, 0, 0, 0, 0 },
    { 11633, 11633, 11633, 4, 0, 0, 0, 0 }, { 11654, 11681, 11681, 178, 128, 0, 0, 0 },
    /* PrivateDnsSpecifiedDomainSet */
    { 0, 235, 235, 4, 128, 0, 0, 0 },
    /* SubnetConfigurationsList */
    { 0, 235, 235, 180, 128, 0, 0, 0 },
    /* SubnetConfiguration */
    { 3967, 3967, 3967, 37, 0, 0, 0, 0 }, { 11820, 11820, 11820, 4, 0, 0, 0, 0 },
    { 11825, 11825, 11825, 4, 0, 0, 0, 0 },
    /* CreateVpcEndpointResult */
    { 11911, 11911, 11923, 184, 128, 0, 0, 0 }, { 6749, 6749, 6799, 4, 128, 0, 0, 0 },
    /* VpcEndpoint */
    { 8031, 8031, 8045, 4, 128, 0, 0, 0 }, { 11255, 11255, 11935, 171, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 }, { 11340, 11340, 11951, 4, 128, 0, 0, 0 },
    { 4098, 4098, 4104, 185, 128, 0, 0, 0 }, { 11352, 11352, 11963, 4, 128, 0, 0, 0 },
    { 11367, 11978, 11994, 85, 128, 0, 0, 0 }, { 11409, 12010, 12022, 85, 128, 0, 0, 0 },
    { 5440, 12034, 12043, 186, 128, 0, 0, 0 }, { 11491, 11491, 12095, 175, 128, 0, 0, 0 },
    { 11525, 11525, 12109, 188, 128, 0, 0, 0 }, { 11736, 11736, 12227, 11, 128, 0, 0, 0 },
    { 12245, 12245, 12262, 11, 128, 0, 0, 0 }, { 12279, 12299, 12321, 85, 128, 0, 0, 0 },
    { 12343, 12354, 12366, 189, 128, 0, 0, 0 }, { 12429, 12429, 12447, 191, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 12485, 12485, 12495, 192, 128, 0, 0, 0 }, { 12531, 12544, 12558, 193, 128, 0, 0, 0 },
    { 12645, 12658, 12672, 193, 128, 0, 0, 0 }, { 12686, 12686, 12700, 4, 128, 0, 0, 0 },
    { 11830, 11830, 12714, 181, 128, 0, 0, 0 }, { 11848, 11848, 12732, 182, 128, 0, 0, 0 },
    { 11873, 11873, 12757, 4, 128, 0, 0, 0 }, { 12771, 12793, 12816, 195, 128, 0, 0, 0 },
    /* GroupIdentifierSet */
    { 0, 235, 235, 187, 128, 0, 0, 0 },
    /* SecurityGroupIdentifier */
    { 5155, 5155, 5163, 4, 128, 0, 0, 0 }, { 5528, 5528, 5538, 4, 128, 0, 0, 0 },
    /* DnsOptions */
    { 11560, 11560, 12120, 177, 128, 0, 0, 0 }, { 11592, 11592, 12136, 11, 128, 0, 0, 0 },
    { 11633, 11633, 12177, 4, 128, 0, 0, 0 }, { 11654, 11707, 12198, 178, 128, 0, 0, 0 },
    /* DnsEntrySet */
    { 0, 235, 235, 190, 128, 0, 0, 0 },
    /* DnsEntry */
    { 12387, 12387, 12395, 4, 128, 0, 0, 0 }, { 12403, 12403, 12416, 4, 128, 0, 0, 0 },
    /* LastError */
    { 12505, 12505, 12513, 4, 128, 0, 0, 0 }, { 12521, 12521, 12526, 4, 128, 0, 0, 0 },
    /* SubnetIpPrefixesList */
    { 0, 235, 235, 194, 128, 0, 0, 0 },
    /* SubnetIpPrefixes */
    { 3967, 3967, 3976, 4, 128, 0, 0, 0 }, { 12610, 12621, 12633, 85, 128, 0, 0, 0 },
    /* PayerResponsibilitySet */
    { 0, 235, 235, 196, 128, 0, 0, 0 },
    /* PayerResponsibilityEntry */
    { 12864, 12864, 12870, 197, 128, 0, 0, 0 }, { 12901, 12901, 12925, 198, 128, 0, 0, 0 },
    /* DeleteDhcpOptionsRequest */
    { 3726, 3726, 3726, 200, 1, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DeleteEgressOnlyInternetGatewayRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 6976, 6976, 6976, 98, 1, 0, 0, 0 },
    /* DeleteEgressOnlyInternetGatewayResult */
    { 13101, 13101, 13112, 11, 128, 0, 0, 0 },
    /* DeleteInternetGatewayRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 5054, 5054, 5072, 59, 129, 0, 0, 0 },
    /* DeleteKeyPairRequest */
    { 13209, 13209, 13209, 205, 0, 0, 0, 0 }, { 13241, 13241, 13241, 206, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DeleteKeyPairResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 }, { 13241, 13241, 13271, 4, 128, 0, 0, 0 },
    /* DeleteNatGatewayRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 3028, 3028, 3028, 14, 1, 0, 0, 0 },
    /* DeleteNatGatewayResult */
    { 3028, 3028, 3143, 4, 128, 0, 0, 0 },
    /* DeleteNetworkInterfaceRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3258, 3258, 3277, 27, 129, 0, 0, 0 },
    /* DeleteRouteRequest */
    { 8214, 8214, 8214, 77, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 3985, 3985, 3998, 38, 129, 0, 0, 0 }, { 8316, 8316, 8337, 4, 128, 0, 0, 0 },
    { 8368, 8368, 8393, 4, 128, 0, 0, 0 },
    /* DeleteRouteTableRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3985, 3985, 3998, 38, 129, 0, 0, 0 },
    /* DeleteSecurityGroupRequest */
    { 5155, 5155, 5155, 61, 0, 0, 0, 0 }, { 5528, 5528, 5528, 80, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DeleteSecurityGroupResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 }, { 5155, 5155, 5163, 61, 128, 0, 0, 0 },
    /* DeleteSubnetRequest */
    { 3967, 3967, 3967, 37, 1, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DeleteTagsRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 10033, 10043, 13605, 152, 129, 0, 0, 0 },
    { 2708, 2713, 13616, 8, 128, 0, 0, 0 },
    /* DeleteVpcRequest */
    { 3764, 3764, 3764, 31, 1, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DeleteVpcEndpointsRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 13692, 8031, 8031, 219, 129, 0, 0, 0 },
    /* VpcEndpointIdList */
    { 0, 235, 235, 120, 128, 0, 0, 0 },
    /* DeleteVpcEndpointsResult */
    { 13750, 13750, 13763, 221, 128, 0, 0, 0 },
    /* UnsuccessfulItemSet */
    { 0, 235, 235, 222, 128, 0, 0, 0 },
    /* UnsuccessfulItem */
    { 13813, 13813, 13819, 223, 128, 0, 0, 0 }, { 10043, 10043, 13605, 4, 128, 0, 0, 0 },
    /* UnsuccessfulItemError */
    { 12521, 12521, 12526, 4, 128, 0, 0, 0 }, { 12505, 12505, 12513, 4, 128, 0, 0, 0 },
    /* DescribeAccountAttributesRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 13906, 13921, 13935, 225, 128, 0, 0, 0 },
    /* AccountAttributeNameStringList */
    { 0, 13935, 13935, 226, 128, 0, 0, 0 },
    /* DescribeAccountAttributesResult */
    { 14065, 14083, 14103, 228, 128, 0, 0, 0 },
    /* AccountAttributeList */
    { 0, 235, 235, 229, 128, 0, 0, 0 },
    /* AccountAttribute */
    { 13921, 13921, 13935, 4, 128, 0, 0, 0 }, { 14161, 14177, 14195, 230, 128, 0, 0, 0 },
    /* AccountAttributeValueList */
    { 0, 235, 235, 231, 128, 0, 0, 0 },
    /* AccountAttributeValue */
    { 6663, 6663, 14261, 4, 128, 0, 0, 0 },
    /* DescribeAddressesRequest */
    { 14319, 2941, 2941, 233, 128, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 }, { 3831, 2800, 2800, 33, 128, 0, 0, 0 },
    /* PublicIpStringList */
    { 0, 2941, 2941, 4, 128, 0, 0, 0 },
    /* FilterList */
    { 0, 14356, 14356, 235, 128, 0, 0, 0 },
    /* Filter */
    { 14374, 14374, 14374, 4, 0, 0, 0, 0 }, { 6453, 2733, 2733, 85, 128, 0, 0, 0 },
    /* DescribeAddressesResult */
    { 14403, 14413, 14426, 237, 128, 0, 0, 0 },
    /* AddressList */
    { 0, 235, 235, 238, 128, 0, 0, 0 },
    /* Address */
    { 2800, 2800, 2813, 4, 128, 0, 0, 0 }, { 3316, 3316, 3330, 4, 128, 0, 0, 0 },
    { 47, 47, 2860, 1, 128, 0, 0, 0 }, { 3258, 3258, 3277, 4, 128, 0, 0, 0 },
    { 14451, 14451, 14475, 4, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 102, 102, 2826, 4, 128, 0, 0, 0 },
    { 131, 131, 2841, 4, 128, 0, 0, 0 }, { 2867, 2867, 2883, 4, 128, 0, 0, 0 },
    { 157, 157, 2899, 4, 128, 0, 0, 0 }, { 2921, 2921, 2931, 4, 128, 0, 0, 0 },
    { 3967, 3967, 3976, 4, 128, 0, 0, 0 }, { 14499, 14499, 14514, 239, 128, 0, 0, 0 },
    { 3566, 3566, 8418, 4, 128, 0, 0, 0 }, { 2941, 2941, 2950, 4, 128, 0, 0, 0 },
    /* DescribeAddressesAttributeRequest */
    { 3831, 2800, 2800, 241, 128, 0, 0, 0 }, { 14590, 14590, 14590, 242, 0, 0, 0, 0 },
    { 14633, 14633, 14633, 243, 0, 0, 0, 0 }, { 14643, 14643, 14643, 244, 0, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* AllocationIds */
    { 0, 235, 235, 24, 128, 0, 0, 0 },
    /* DescribeAddressesAttributeResult */
    { 14403, 14705, 14716, 246, 128, 0, 0, 0 }, { 14633, 14633, 14826, 243, 128, 0, 0, 0 },
    /* AddressSet */
    { 0, 235, 235, 247, 128, 0, 0, 0 },
    /* AddressAttribute */
    { 2941, 2941, 2950, 2, 128, 0, 0, 0 }, { 2800, 2800, 2813, 24, 128, 0, 0, 0 },
    { 14744, 14744, 14754, 4, 128, 0, 0, 0 }, { 14764, 14764, 14780, 248, 128, 0, 0, 0 },
    /* PtrUpdateStatus */
    { 2733, 2733, 2739, 4, 128, 0, 0, 0 }, { 3394, 3394, 3401, 4, 128, 0, 0, 0 },
    { 14812, 14812, 14819, 4, 128, 0, 0, 0 },
    /* DescribeAvailabilityZonesRequest */
    { 14895, 14905, 14905, 250, 128, 0, 0, 0 }, { 14933, 14941, 14941, 251, 128, 0, 0, 0 },
    { 14965, 14965, 14965, 11, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* ZoneNameStringList */
    { 0, 14905, 14905, 4, 128, 0, 0, 0 },
    /* ZoneIdStringList */
    { 0, 14941, 14941, 4, 128, 0, 0, 0 },
    /* DescribeAvailabilityZonesResult */
    { 15018, 15036, 15057, 253, 128, 0, 0, 0 },
    /* AvailabilityZoneList */
    { 0, 235, 235, 254, 128, 0, 0, 0 },
    /* AvailabilityZone */
    { 15099, 15099, 15111, 255, 128, 0, 0, 0 }, { 15151, 15160, 15171, 256, 128, 0, 0, 0 },
    { 15234, 15234, 15245, 4, 128, 0, 0, 0 }, { 14905, 14905, 15256, 4, 128, 0, 0, 0 },
    { 14941, 14941, 15265, 4, 128, 0, 0, 0 }, { 5528, 5528, 5538, 4, 128, 0, 0, 0 },
    { 131, 131, 2841, 4, 128, 0, 0, 0 }, { 15272, 15272, 15281, 4, 128, 0, 0, 0 },
    { 15290, 15290, 15305, 4, 128, 0, 0, 0 }, { 15320, 15320, 15333, 4, 128, 0, 0, 0 },
    { 15346, 15346, 15360, 4, 128, 0, 0, 0 }, { 15374, 15384, 15397, 258, 128, 0, 0, 0 },
    { 15471, 15484, 15500, 260, 128, 0, 0, 0 }, { 4098, 15578, 15588, 262, 128, 0, 0, 0 },
    /* AvailabilityZoneMessageList */
    { 0, 235, 235, 257, 128, 0, 0, 0 },
    /* AvailabilityZoneMessage */
    { 12505, 12505, 12513, 4, 128, 0, 0, 0 },
    /* AvailabilityZoneGeographyList */
    { 0, 235, 235, 259, 128, 0, 0, 0 },
    /* AvailabilityZoneGeography */
    { 14374, 14374, 15466, 4, 128, 0, 0, 0 },
    /* AvailabilityZoneSubGeographyList */
    { 0, 235, 235, 261, 128, 0, 0, 0 },
    /* AvailabilityZoneSubGeography */
    { 14374, 14374, 15466, 4, 128, 0, 0, 0 },
    /* DescribeDhcpOptionsRequest */
    { 15667, 3726, 3726, 264, 128, 0, 0, 0 }, { 14633, 14633, 14633, 4, 0, 0, 0, 0 },
    { 14643, 14643, 14643, 265, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* DhcpOptionsIdStringList */
    { 0, 3726, 3726, 200, 128, 0, 0, 0 },
    /* DescribeDhcpOptionsResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 6500, 15762, 15777, 267, 128, 0, 0, 0 },
    /* DhcpOptionsList */
    { 0, 235, 235, 87, 128, 0, 0, 0 },
    /* DescribeEgressOnlyInternetGatewaysRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 15885, 6976, 6976, 269, 128, 0, 0, 0 },
    { 14643, 14643, 14643, 270, 0, 0, 0, 0 }, { 14633, 14633, 14633, 4, 0, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* EgressOnlyInternetGatewayIdList */
    { 0, 235, 235, 98, 128, 0, 0, 0 },
    /* DescribeEgressOnlyInternetGatewaysResult */
    { 16032, 16059, 16088, 272, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* EgressOnlyInternetGatewayList */
    { 0, 235, 235, 94, 128, 0, 0, 0 },
    /* DescribeImagesRequest */
    { 16184, 16200, 16200, 274, 128, 0, 0, 0 }, { 16236, 16245, 16245, 275, 128, 0, 0, 0 },
    { 16271, 16278, 16278, 277, 128, 0, 0, 0 }, { 16300, 16300, 16300, 11, 0, 0, 0, 0 },
    { 16318, 16318, 16318, 11, 0, 0, 0, 0 }, { 14643, 14643, 14643, 62, 0, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* ExecutableByStringList */
    { 0, 16200, 16200, 4, 128, 0, 0, 0 },
    /* ImageIdStringList */
    { 0, 16245, 16245, 276, 128, 0, 0, 0 },
    /* OwnerStringList */
    { 0, 16278, 16278, 4, 128, 0, 0, 0 },
    /* DescribeImagesResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 16355, 16362, 16372, 279, 128, 0, 0, 0 },
    /* ImageList */
    { 0, 235, 235, 280, 128, 0, 0, 0 },
    /* Image */
    { 16398, 16398, 16414, 4, 128, 0, 0, 0 }, { 16430, 16430, 16445, 4, 128, 0, 0, 0 },
    { 16460, 16480, 16499, 281, 128, 0, 0, 0 }, { 5490, 5490, 5502, 4, 128, 0, 0, 0 },
    { 16842, 16842, 16853, 11, 128, 0, 0, 0 }, { 16864, 16864, 16875, 286, 128, 0, 0, 0 },
    { 16901, 16901, 16917, 4, 128, 0, 0, 0 }, { 14374, 14374, 15466, 4, 128, 0, 0, 0 },
    { 16933, 16933, 16948, 4, 128, 0, 0, 0 }, { 16963, 16963, 16978, 287, 128, 0, 0, 0 },
    { 17004, 17004, 17020, 4, 128, 0, 0, 0 }, { 17036, 17036, 17048, 288, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 17060, 17060, 17079, 289, 128, 0, 0, 0 },
    { 17098, 17098, 17107, 290, 128, 0, 0, 0 }, { 17131, 17131, 17142, 291, 128, 0, 0, 0 },
    { 17170, 17170, 17186, 4, 128, 0, 0, 0 }, { 17202, 17202, 17214, 292, 128, 0, 0, 0 },
    { 17244, 17244, 17261, 4, 128, 0, 0, 0 }, { 17278, 17278, 17303, 4, 128, 0, 0, 0 },
    { 17328, 17328, 17345, 4, 128, 0, 0, 0 }, { 17362, 17362, 17375, 11, 128, 0, 0, 0 },
    { 17388, 17388, 17402, 4, 128, 0, 0, 0 }, { 17416, 17416, 17434, 4, 128, 0, 0, 0 },
    { 17452, 17452, 17469, 11, 128, 0, 0, 0 }, { 17486, 17486, 17509, 4, 128, 0, 0, 0 },
    { 17532, 17548, 17566, 293, 128, 0, 0, 0 }, { 17736, 17736, 17748, 295, 128, 0, 0, 0 },
    { 18110, 18110, 18136, 297, 128, 0, 0, 0 }, { 16245, 16245, 18357, 4, 128, 0, 0, 0 },
    { 18365, 18365, 18379, 4, 128, 0, 0, 0 }, { 4098, 18393, 18404, 301, 128, 0, 0, 0 },
    { 6524, 18415, 18428, 4, 128, 0, 0, 0 }, { 18441, 18441, 18454, 4, 128, 0, 0, 0 },
    { 18467, 18474, 18483, 11, 128, 0, 0, 0 }, { 18492, 18492, 18505, 302, 128, 0, 0, 0 },
    { 18606, 18606, 18619, 305, 128, 0, 0, 0 }, { 18651, 18651, 18661, 306, 128, 0, 0, 0 },
    { 18687, 18687, 18696, 4, 128, 0, 0, 0 }, { 18705, 18705, 18715, 4, 128, 0, 0, 0 },
    { 18725, 18725, 18734, 307, 128, 0, 0, 0 },
    /* BlockDeviceMappingList */
    { 0, 235, 235, 282, 128, 0, 0, 0 },
    /* BlockDeviceMapping */
    { 16541, 16541, 16545, 283, 128, 0, 0, 0 }, { 16778, 16778, 16787, 4, 128, 0, 0, 0 },
    { 16796, 16796, 16807, 4, 128, 0, 0, 0 }, { 16818, 16818, 16830, 4, 128, 0, 0, 0 },
    /* EbsBlockDevice */
    { 16564, 16564, 16584, 11, 128, 0, 0, 0 }, { 16604, 16604, 16609, 62, 128, 0, 0, 0 },
    { 16614, 16614, 16625, 284, 128, 0, 0, 0 }, { 16636, 16636, 16647, 62, 128, 0, 0, 0 },
    { 16658, 16658, 16669, 285, 128, 0, 0, 0 }, { 16680, 16680, 16689, 4, 128, 0, 0, 0 },
    { 16698, 16698, 16709, 62, 128, 0, 0, 0 }, { 9157, 9157, 9482, 4, 128, 0, 0, 0 },
    { 3432, 3432, 3449, 4, 128, 0, 0, 0 }, { 16720, 16720, 16730, 11, 128, 0, 0, 0 },
    { 16740, 16740, 16740, 62, 0, 0, 0, 0 }, { 3487, 3487, 3487, 4, 0, 0, 0, 0 },
    { 16765, 16765, 16765, 62, 0, 0, 0, 0 },
    /* StateReason */
    { 12521, 12521, 12526, 4, 128, 0, 0, 0 }, { 12505, 12505, 12513, 4, 128, 0, 0, 0 },
    /* ImageWatermarkList */
    { 0, 235, 235, 294, 128, 0, 0, 0 },
    /* ImageWatermark */
    { 17618, 17618, 17631, 4, 128, 0, 0, 0 }, { 17416, 17416, 17434, 4, 128, 0, 0, 0 },
    { 17388, 17388, 17402, 4, 128, 0, 0, 0 }, { 17644, 17644, 17668, 191, 128, 0, 0, 0 },
    { 17692, 17692, 17714, 191, 128, 0, 0, 0 },
    /* ScanResults */
    { 17760, 17760, 17788, 296, 128, 0, 0, 0 }, { 17830, 17830, 17846, 191, 128, 0, 0, 0 },
    { 17862, 17862, 17893, 191, 128, 0, 0, 0 }, { 17924, 17924, 17945, 191, 128, 0, 0, 0 },
    { 17966, 17966, 17990, 191, 128, 0, 0, 0 }, { 18014, 18014, 18036, 191, 128, 0, 0, 0 },
    { 18058, 18058, 18084, 191, 128, 0, 0, 0 },
    /* InstanceTypeSpecification */
    { 18162, 18185, 18210, 298, 128, 0, 0, 0 }, { 18278, 18303, 18330, 300, 128, 0, 0, 0 },
    /* SupportedInstanceTypeSet */
    { 0, 235, 235, 299, 128, 0, 0, 0 },
    /* InstanceTypeItem */
    { 18252, 18252, 18265, 4, 128, 0, 0, 0 },
    /* UnsupportedInstanceTypeSet */
    { 0, 235, 235, 299, 128, 0, 0, 0 },
    /* ProductCodeList */
    { 0, 235, 235, 303, 128, 0, 0, 0 },
    /* ProductCode */
    { 18546, 18534, 18560, 4, 128, 0, 0, 0 }, { 18572, 7971, 7976, 304, 128, 0, 0, 0 },
    /* DescribeInstancesRequest */
    { 18801, 3566, 3566, 309, 128, 0, 0, 0 }, { 18834, 18834, 18834, 11, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 14643, 14643, 18858, 62, 128, 0, 0, 0 },
    /* InstanceIdStringList */
    { 0, 3566, 3566, 25, 128, 0, 0, 0 },
    /* DescribeInstancesResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 18893, 18906, 18921, 311, 128, 0, 0, 0 },
    /* ReservationList */
    { 0, 235, 235, 312, 128, 0, 0, 0 },
    /* Reservation */
    { 18964, 18964, 18978, 4, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 18992, 18992, 19004, 4, 128, 0, 0, 0 }, { 5440, 12034, 12043, 313, 128, 0, 0, 0 },
    { 19052, 19062, 19075, 315, 128, 0, 0, 0 },
    /* GroupIdentifierList */
    { 0, 235, 235, 314, 128, 0, 0, 0 },
    /* GroupIdentifier */
    { 5155, 5155, 5163, 4, 128, 0, 0, 0 }, { 5528, 5528, 5538, 4, 128, 0, 0, 0 },
    /* InstanceList */
    { 0, 235, 235, 316, 128, 0, 0, 0 },
    /* Instance */
    { 18606, 18606, 18619, 305, 128, 0, 0, 0 }, { 16460, 16480, 16499, 317, 128, 0, 0, 0 },
    { 6749, 6749, 6799, 4, 128, 0, 0, 0 }, { 19413, 19413, 19426, 11, 128, 0, 0, 0 },
    { 16842, 16842, 16853, 11, 128, 0, 0, 0 }, { 16864, 16864, 16875, 286, 128, 0, 0, 0 },
    { 19439, 19439, 19458, 321, 128, 0, 0, 0 }, { 19491, 19491, 19509, 322, 128, 0, 0, 0 },
    { 19549, 19572, 19597, 323, 128, 0, 0, 0 }, { 19850, 19890, 19932, 326, 128, 0, 0, 0 },
    { 20374, 20392, 20412, 328, 128, 0, 0, 0 }, { 9157, 9157, 9482, 4, 128, 0, 0, 0 },
    { 16933, 16933, 16948, 4, 128, 0, 0, 0 }, { 16963, 16963, 16978, 287, 128, 0, 0, 0 },
    { 21715, 12034, 12043, 313, 128, 0, 0, 0 }, { 21300, 21300, 21316, 11, 128, 0, 0, 0 },
    { 21730, 21730, 21752, 4, 128, 0, 0, 0 }, { 17004, 17004, 17020, 4, 128, 0, 0, 0 },
    { 17036, 17036, 17048, 288, 128, 0, 0, 0 }, { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    { 17060, 17060, 17079, 289, 128, 0, 0, 0 }, { 21774, 21774, 21785, 344, 128, 0, 0, 0 },
    { 21965, 21965, 21981, 4, 128, 0, 0, 0 }, { 21997, 21997, 22019, 4, 128, 0, 0, 0 },
    { 22041, 22041, 22074, 347, 128, 0, 0, 0 }, { 22366, 22366, 22385, 350, 128, 0, 0, 0 },
    { 22426, 22435, 22446, 351, 128, 0, 0, 0 }, { 22538, 22538, 22554, 353, 128, 0, 0, 0 },
    { 22905, 22905, 22920, 359, 128, 0, 0, 0 }, { 17098, 17098, 17107, 290, 128, 0, 0, 0 },
    { 16398, 16398, 16414, 4, 128, 0, 0, 0 }, { 16430, 16430, 16445, 4, 128, 0, 0, 0 },
    { 22951, 22951, 22976, 191, 128, 0, 0, 0 }, { 23001, 23001, 23023, 360, 128, 0, 0, 0 },
    { 21082, 21082, 21094, 4, 128, 0, 0, 0 }, { 17131, 17131, 17142, 4, 128, 0, 0, 0 },
    { 23075, 23075, 23094, 361, 128, 0, 0, 0 }, { 23253, 23253, 23277, 364, 128, 0, 0, 0 },
    { 23324, 23324, 23350, 365, 128, 0, 0, 0 }, { 19297, 19297, 19306, 320, 128, 0, 0, 0 },
    { 23475, 23495, 23517, 367, 128, 0, 0, 0 }, { 3566, 3566, 8418, 4, 128, 0, 0, 0 },
    { 16245, 16245, 18357, 4, 128, 0, 0, 0 }, { 4098, 23928, 23942, 377, 128, 0, 0, 0 },
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 }, { 20566, 12387, 12395, 4, 128, 0, 0, 0 },
    { 23974, 14812, 14819, 4, 128, 0, 0, 0 }, { 13209, 13209, 23996, 4, 128, 0, 0, 0 },
    { 24004, 24004, 24019, 62, 128, 0, 0, 0 }, { 18492, 18492, 18505, 302, 128, 0, 0, 0 },
    { 18252, 18252, 18265, 379, 128, 0, 0, 0 }, { 24034, 24034, 24045, 109, 128, 0, 0, 0 },
    { 24056, 24056, 24066, 380, 128, 0, 0, 0 }, { 18687, 18687, 18696, 4, 128, 0, 0, 0 },
    { 18705, 18705, 18715, 4, 128, 0, 0, 0 }, { 18725, 18725, 18734, 307, 128, 0, 0, 0 },
    { 24252, 24252, 24263, 383, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    { 86, 8980, 8990, 4, 128, 0, 0, 0 },
    /* InstanceBlockDeviceMappingList */
    { 0, 235, 235, 318, 128, 0, 0, 0 },
    /* InstanceBlockDeviceMapping */
    { 16796, 16796, 16807, 4, 128, 0, 0, 0 }, { 16541, 16541, 16545, 319, 128, 0, 0, 0 },
    /* EbsInstanceBlockDevice */
    { 19191, 19191, 19202, 109, 128, 0, 0, 0 }, { 16564, 16564, 16584, 11, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 97, 128, 0, 0, 0 }, { 19213, 19213, 19222, 4, 128, 0, 0, 0 },
    { 19231, 19231, 19250, 4, 128, 0, 0, 0 }, { 19269, 19269, 19283, 4, 128, 0, 0, 0 },
    { 19297, 19297, 19306, 320, 128, 0, 0, 0 }, { 16765, 16765, 19400, 62, 128, 0, 0, 0 },
    /* OperatorResponse */
    { 19332, 19332, 19340, 11, 128, 0, 0, 0 }, { 19348, 19348, 19358, 4, 128, 0, 0, 0 },
    { 19368, 19368, 19384, 11, 128, 0, 0, 0 },
    /* IamInstanceProfile */
    { 19477, 19477, 19481, 4, 128, 0, 0, 0 }, { 19485, 19485, 19488, 4, 128, 0, 0, 0 },
    /* ElasticGpuAssociationList */
    { 0, 235, 235, 324, 128, 0, 0, 0 },
    /* ElasticGpuAssociation */
    { 19670, 19670, 19683, 325, 128, 0, 0, 0 }, { 19696, 19696, 19720, 4, 128, 0, 0, 0 },
    { 19744, 19744, 19771, 4, 128, 0, 0, 0 }, { 19798, 19798, 19824, 4, 128, 0, 0, 0 },
    /* ElasticInferenceAcceleratorAssociationList */
    { 0, 235, 235, 327, 128, 0, 0, 0 },
    /* ElasticInferenceAcceleratorAssociation */
    { 20056, 20056, 20087, 4, 128, 0, 0, 0 }, { 20118, 20118, 20159, 4, 128, 0, 0, 0 },
    { 20200, 20200, 20244, 4, 128, 0, 0, 0 }, { 20288, 20288, 20331, 109, 128, 0, 0, 0 },
    /* InstanceNetworkInterfaceList */
    { 0, 235, 235, 329, 128, 0, 0, 0 },
    /* InstanceNetworkInterface */
    { 20486, 20486, 20498, 330, 128, 0, 0, 0 }, { 20594, 20594, 20605, 331, 128, 0, 0, 0 },
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 }, { 5440, 12034, 12043, 313, 128, 0, 0, 0 },
    { 20990, 21004, 21021, 334, 128, 0, 0, 0 }, { 21134, 21134, 21145, 4, 128, 0, 0, 0 },
    { 3258, 3258, 3277, 4, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    { 3041, 21186, 21208, 336, 128, 0, 0, 0 }, { 21300, 21300, 21316, 11, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 338, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 }, { 21355, 21355, 21369, 4, 128, 0, 0, 0 },
    { 12531, 12544, 12558, 339, 128, 0, 0, 0 }, { 12645, 12658, 12672, 341, 128, 0, 0, 0 },
    { 21511, 21511, 21543, 343, 128, 0, 0, 0 }, { 19297, 19297, 19306, 320, 128, 0, 0, 0 },
    /* InstanceNetworkInterfaceAssociation */
    { 2921, 2921, 2931, 4, 128, 0, 0, 0 }, { 2867, 2867, 2883, 4, 128, 0, 0, 0 },
    { 20546, 20546, 20556, 4, 128, 0, 0, 0 }, { 20566, 20566, 20580, 4, 128, 0, 0, 0 },
    { 2941, 2941, 2950, 4, 128, 0, 0, 0 },
    /* InstanceNetworkInterfaceAttachment */
    { 19191, 19191, 19202, 109, 128, 0, 0, 0 }, { 20651, 20651, 20664, 4, 128, 0, 0, 0 },
    { 16564, 16564, 16584, 11, 128, 0, 0, 0 }, { 20677, 20677, 20689, 62, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 97, 128, 0, 0, 0 }, { 20701, 20701, 20718, 62, 128, 0, 0, 0 },
    { 20735, 20735, 20755, 332, 128, 0, 0, 0 }, { 20962, 20962, 20976, 62, 128, 0, 0, 0 },
    /* InstanceAttachmentEnaSrdSpecification */
    { 20813, 20813, 20827, 11, 128, 0, 0, 0 }, { 20841, 20841, 20864, 333, 128, 0, 0, 0 },
    /* InstanceAttachmentEnaSrdUdpSpecification */
    { 20928, 20928, 20945, 11, 128, 0, 0, 0 },
    /* InstanceIpv6AddressList */
    { 0, 235, 235, 335, 128, 0, 0, 0 },
    /* InstanceIpv6Address */
    { 21082, 21082, 21094, 4, 128, 0, 0, 0 }, { 21106, 21106, 21120, 11, 128, 0, 0, 0 },
    /* InstancePrivateIpAddressList */
    { 0, 235, 235, 337, 128, 0, 0, 0 },
    /* InstancePrivateIpAddress */
    { 20486, 20486, 20498, 330, 128, 0, 0, 0 }, { 21284, 21284, 21292, 11, 128, 0, 0, 0 },
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    /* InstanceIpv4PrefixList */
    { 0, 235, 235, 340, 128, 0, 0, 0 },
    /* InstanceIpv4Prefix */
    { 21425, 21425, 21436, 4, 128, 0, 0, 0 },
    /* InstanceIpv6PrefixList */
    { 0, 235, 235, 342, 128, 0, 0, 0 },
    /* InstanceIpv6Prefix */
    { 21489, 21489, 21500, 4, 128, 0, 0, 0 },
    /* ConnectionTrackingSpecificationResponse */
    { 21615, 21615, 21637, 62, 128, 0, 0, 0 }, { 21659, 21659, 21676, 62, 128, 0, 0, 0 },
    { 21693, 21693, 21704, 62, 128, 0, 0, 0 },
    /* CpuOptions */
    { 21796, 21796, 21806, 62, 128, 0, 0, 0 }, { 21816, 21816, 21831, 62, 128, 0, 0, 0 },
    { 21846, 21846, 21856, 345, 128, 0, 0, 0 }, { 21889, 21889, 21910, 346, 128, 0, 0, 0 },
    /* CapacityReservationSpecificationResponse */
    { 22148, 22148, 22178, 348, 128, 0, 0, 0 }, { 22208, 22208, 22234, 349, 128, 0, 0, 0 },
    /* CapacityReservationTargetResponse */
    { 21997, 21997, 22019, 4, 128, 0, 0, 0 }, { 22294, 22294, 22330, 4, 128, 0, 0, 0 },
    /* HibernationOptions */
    { 22404, 22404, 22415, 11, 128, 0, 0, 0 },
    /* LicenseList */
    { 0, 235, 235, 352, 128, 0, 0, 0 },
    /* LicenseConfiguration */
    { 22490, 22490, 22514, 4, 128, 0, 0, 0 },
    /* InstanceMetadataOptionsResponse */
    { 4098, 4098, 4104, 354, 128, 0, 0, 0 }, { 22631, 22631, 22642, 355, 128, 0, 0, 0 },
    { 22669, 22669, 22693, 62, 128, 0, 0, 0 }, { 22717, 22717, 22730, 356, 128, 0, 0, 0 },
    { 22773, 22773, 22790, 357, 128, 0, 0, 0 }, { 22837, 22837, 22858, 358, 128, 0, 0, 0 },
    /* EnclaveOptions */
    { 22935, 22935, 22943, 11, 128, 0, 0, 0 },
    /* PrivateDnsNameOptionsResponse */
    { 9588, 9588, 9601, 147, 128, 0, 0, 0 }, { 9636, 9636, 9665, 11, 128, 0, 0, 0 },
    { 9694, 9694, 9726, 11, 128, 0, 0, 0 },
    /* InstanceMaintenanceOptions */
    { 23140, 23140, 23153, 362, 128, 0, 0, 0 }, { 23192, 23192, 23208, 363, 128, 0, 0, 0 },
    /* InstanceNetworkPerformanceOptions */
    { 23410, 23410, 23429, 366, 128, 0, 0, 0 },
    /* InstanceSecondaryInterfaceList */
    { 0, 235, 235, 368, 128, 0, 0, 0 },
    /* InstanceSecondaryInterface */
    { 20594, 20594, 20605, 369, 128, 0, 0, 0 }, { 21134, 21134, 21145, 4, 128, 0, 0, 0 },
    { 23634, 23634, 23655, 370, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 3041, 23676, 23696, 371, 128, 0, 0, 0 }, { 21300, 21300, 21316, 11, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 373, 128, 0, 0, 0 }, { 23831, 23831, 23849, 374, 128, 0, 0, 0 },
    { 23867, 23867, 23886, 375, 128, 0, 0, 0 }, { 21355, 21355, 21369, 376, 128, 0, 0, 0 },
    /* InstanceSecondaryInterfaceAttachment */
    { 19191, 19191, 19202, 191, 128, 0, 0, 0 }, { 20651, 20651, 20664, 4, 128, 0, 0, 0 },
    { 16564, 16564, 16584, 11, 128, 0, 0, 0 }, { 20677, 20677, 20689, 62, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 97, 128, 0, 0, 0 }, { 20701, 20701, 20718, 62, 128, 0, 0, 0 },
    /* InstanceSecondaryInterfacePrivateIpAddressList */
    { 0, 235, 235, 372, 128, 0, 0, 0 },
    /* InstanceSecondaryInterfacePrivateIpAddress */
    { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    /* InstanceState */
    { 12521, 12521, 12526, 62, 128, 0, 0, 0 }, { 14374, 14374, 15466, 378, 128, 0, 0, 0 },
    /* Placement */
    { 3487, 3487, 3506, 22, 128, 0, 0, 0 }, { 24076, 24076, 24085, 4, 128, 0, 0, 0 },
    { 5528, 5528, 5538, 381, 128, 0, 0, 0 }, { 24113, 24113, 24129, 62, 128, 0, 0, 0 },
    { 24145, 24145, 24152, 4, 128, 0, 0, 0 }, { 10553, 10553, 24159, 158, 128, 0, 0, 0 },
    { 24167, 24167, 24180, 4, 128, 0, 0, 0 }, { 24193, 24193, 24214, 4, 128, 0, 0, 0 },
    { 5155, 5155, 5163, 382, 128, 0, 0, 0 }, { 3432, 3432, 3449, 4, 128, 0, 0, 0 },
    /* Monitoring */
    { 24274, 24292, 24312, 384, 128, 0, 0, 0 }, { 4098, 4098, 4104, 386, 128, 0, 0, 0 },
    /* MetricCategoryIdList */
    { 0, 235, 235, 385, 128, 0, 0, 0 },
    /* DescribeInternetGatewaysRequest */
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 388, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 24478, 5054, 5072, 389, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* InternetGatewayIdList */
    { 0, 235, 235, 59, 128, 0, 0, 0 },
    /* DescribeInternetGatewaysResult */
    { 24550, 24567, 24586, 391, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* InternetGatewayList */
    { 0, 235, 235, 101, 128, 0, 0, 0 },
    /* DescribeKeyPairsRequest */
    { 24666, 13209, 13209, 393, 128, 0, 0, 0 }, { 24705, 13241, 13241, 395, 128, 0, 0, 0 },
    { 24736, 24736, 24736, 11, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* KeyNameStringList */
    { 0, 13209, 13209, 394, 128, 0, 0, 0 },
    /* KeyPairIdStringList */
    { 0, 13241, 13241, 206, 128, 0, 0, 0 },
    /* DescribeKeyPairsResult */
    { 24776, 24785, 24792, 397, 128, 0, 0, 0 },
    /* KeyPairList */
    { 0, 235, 235, 398, 128, 0, 0, 0 },
    /* KeyPairInfo */
    { 13241, 13241, 13271, 4, 128, 0, 0, 0 }, { 24823, 24823, 24831, 399, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 24839, 24839, 24849, 4, 128, 0, 0, 0 },
    { 7473, 7473, 7484, 191, 128, 0, 0, 0 }, { 13209, 13209, 23996, 4, 128, 0, 0, 0 },
    { 24859, 24859, 24874, 4, 128, 0, 0, 0 },
    /* DescribeManagedPrefixListsRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    { 14643, 14643, 14643, 401, 0, 0, 0, 0 }, { 14633, 14633, 14633, 243, 0, 0, 0, 0 },
    { 5724, 5769, 5769, 85, 128, 0, 0, 0 },
    /* DescribeManagedPrefixListsResult */
    { 14633, 14633, 14826, 243, 128, 0, 0, 0 }, { 25004, 25016, 25030, 403, 128, 0, 0, 0 },
    /* ManagedPrefixListSet */
    { 0, 235, 235, 404, 128, 0, 0, 0 },
    /* ManagedPrefixList */
    { 5769, 5769, 5782, 77, 128, 0, 0, 0 }, { 25083, 25083, 25097, 4, 128, 0, 0, 0 },
    { 4098, 4098, 4104, 405, 128, 0, 0, 0 }, { 10843, 10843, 10856, 4, 128, 0, 0, 0 },
    { 25127, 25127, 25141, 406, 128, 0, 0, 0 }, { 25167, 25167, 25182, 4, 128, 0, 0, 0 },
    { 25197, 25197, 25208, 62, 128, 0, 0, 0 }, { 25219, 25219, 25227, 407, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 25240, 25240, 25271, 4, 128, 0, 0, 0 }, { 25302, 25302, 25336, 11, 128, 0, 0, 0 },
    /* DescribeNatGatewaysRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 14356, 14356, 14356, 234, 0, 0, 0, 0 },
    { 14643, 14643, 14643, 409, 0, 0, 0, 0 }, { 25447, 3028, 3028, 410, 128, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 },
    /* NatGatewayIdStringList */
    { 0, 235, 235, 14, 128, 0, 0, 0 },
    /* DescribeNatGatewaysResult */
    { 25510, 25522, 25536, 412, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* NatGatewayList */
    { 0, 235, 235, 108, 128, 0, 0, 0 },
    /* DescribeNetworkAclsRequest */
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 414, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 25642, 25656, 25656, 415, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* NetworkAclIdStringList */
    { 0, 235, 235, 416, 128, 0, 0, 0 },
    /* DescribeNetworkAclsResult */
    { 25718, 25730, 25744, 418, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* NetworkAclList */
    { 0, 235, 235, 419, 128, 0, 0, 0 },
    /* NetworkAcl */
    { 8533, 8546, 8561, 420, 128, 0, 0, 0 }, { 25893, 25901, 25910, 422, 128, 0, 0, 0 },
    { 10710, 26093, 10561, 11, 128, 0, 0, 0 }, { 25656, 25656, 25880, 4, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    /* NetworkAclAssociationList */
    { 0, 235, 235, 421, 128, 0, 0, 0 },
    /* NetworkAclAssociation */
    { 25832, 25832, 25856, 4, 128, 0, 0, 0 }, { 25656, 25656, 25880, 4, 128, 0, 0, 0 },
    { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    /* NetworkAclEntryList */
    { 0, 235, 235, 423, 128, 0, 0, 0 },
    /* NetworkAclEntry */
    { 4632, 4632, 4963, 4, 128, 0, 0, 0 }, { 25955, 25955, 25962, 11, 128, 0, 0, 0 },
    { 25969, 25969, 25982, 424, 128, 0, 0, 0 }, { 4273, 4273, 4287, 4, 128, 0, 0, 0 },
    { 25995, 25995, 26005, 425, 128, 0, 0, 0 }, { 26031, 26031, 26040, 4, 128, 0, 0, 0 },
    { 26049, 26049, 26060, 426, 128, 0, 0, 0 }, { 26071, 26071, 26082, 62, 128, 0, 0, 0 },
    /* IcmpTypeCode */
    { 12521, 12521, 12526, 62, 128, 0, 0, 0 }, { 7971, 7971, 7976, 62, 128, 0, 0, 0 },
    /* PortRange */
    { 26015, 26015, 26020, 62, 128, 0, 0, 0 }, { 26025, 26025, 26028, 62, 128, 0, 0, 0 },
    /* DescribeNetworkInterfacesRequest */
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 428, 0, 0, 0, 0 },
    { 18834, 18834, 18834, 11, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 12279, 3258, 3258, 429, 128, 0, 0, 0 }, { 14348, 14356, 26219, 234, 128, 0, 0, 0 },
    /* NetworkInterfaceIdList */
    { 0, 235, 235, 27, 128, 0, 0, 0 },
    /* DescribeNetworkInterfacesResult */
    { 20374, 20392, 20412, 431, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* NetworkInterfaceList */
    { 0, 235, 235, 432, 128, 0, 0, 0 },
    /* NetworkInterface */
    { 20486, 20486, 20498, 433, 128, 0, 0, 0 }, { 20594, 20594, 20605, 434, 128, 0, 0, 0 },
    { 3432, 3432, 3449, 4, 128, 0, 0, 0 }, { 21511, 21511, 21543, 437, 128, 0, 0, 0 },
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 }, { 5440, 12034, 12043, 313, 128, 0, 0, 0 },
    { 21355, 21355, 21369, 438, 128, 0, 0, 0 }, { 20990, 21004, 21021, 439, 128, 0, 0, 0 },
    { 21134, 21134, 21145, 4, 128, 0, 0, 0 }, { 3258, 3258, 3277, 4, 128, 0, 0, 0 },
    { 9157, 9157, 9482, 4, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 }, { 20566, 20566, 20580, 4, 128, 0, 0, 0 },
    { 26533, 26533, 26556, 441, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    { 3041, 21186, 21208, 442, 128, 0, 0, 0 }, { 12531, 12544, 12558, 444, 128, 0, 0, 0 },
    { 12645, 12658, 12672, 446, 128, 0, 0, 0 }, { 18992, 18992, 19004, 4, 128, 0, 0, 0 },
    { 12245, 12245, 12262, 11, 128, 0, 0, 0 }, { 21300, 21300, 21316, 11, 128, 0, 0, 0 },
    { 3394, 3394, 3401, 338, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    { 6132, 6132, 6139, 8, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 26845, 26845, 26863, 11, 128, 0, 0, 0 }, { 9168, 9168, 9517, 11, 128, 0, 0, 0 },
    { 21082, 21082, 21094, 4, 128, 0, 0, 0 }, { 19297, 19297, 19306, 320, 128, 0, 0, 0 },
    { 26881, 26899, 26919, 448, 128, 0, 0, 0 }, { 3487, 3487, 3506, 4, 128, 0, 0, 0 },
    /* NetworkInterfaceAssociation */
    { 2800, 2800, 2813, 4, 128, 0, 0, 0 }, { 3316, 3316, 3330, 4, 128, 0, 0, 0 },
    { 20546, 20546, 20556, 4, 128, 0, 0, 0 }, { 20566, 20566, 20580, 4, 128, 0, 0, 0 },
    { 2941, 2941, 2950, 4, 128, 0, 0, 0 }, { 2867, 2867, 2883, 4, 128, 0, 0, 0 },
    { 2921, 2921, 2931, 4, 128, 0, 0, 0 },
    /* NetworkInterfaceAttachment */
    { 19191, 19191, 19202, 109, 128, 0, 0, 0 }, { 20651, 20651, 20664, 4, 128, 0, 0, 0 },
    { 16564, 16564, 16584, 11, 128, 0, 0, 0 }, { 20677, 20677, 20689, 62, 128, 0, 0, 0 },
    { 20701, 20701, 20718, 62, 128, 0, 0, 0 }, { 3566, 3566, 8418, 4, 128, 0, 0, 0 },
    { 8833, 8833, 8849, 4, 128, 0, 0, 0 }, { 3394, 3394, 3401, 97, 128, 0, 0, 0 },
    { 20735, 20735, 20755, 435, 128, 0, 0, 0 }, { 20962, 20962, 20976, 62, 128, 0, 0, 0 },
    /* AttachmentEnaSrdSpecification */
    { 20813, 20813, 20827, 11, 128, 0, 0, 0 }, { 20841, 20841, 20864, 436, 128, 0, 0, 0 },
    /* AttachmentEnaSrdUdpSpecification */
    { 20928, 20928, 20945, 11, 128, 0, 0, 0 },
    /* ConnectionTrackingConfiguration */
    { 21615, 21615, 21637, 62, 128, 0, 0, 0 }, { 21659, 21659, 21676, 62, 128, 0, 0, 0 },
    { 21693, 21693, 21704, 62, 128, 0, 0, 0 },
    /* NetworkInterfaceIpv6AddressesList */
    { 0, 235, 235, 440, 128, 0, 0, 0 },
    /* NetworkInterfaceIpv6Address */
    { 21082, 21082, 21094, 4, 128, 0, 0, 0 }, { 26497, 26497, 26515, 4, 128, 0, 0, 0 },
    { 21106, 21106, 21120, 11, 128, 0, 0, 0 },
    /* PublicIpDnsNameOptions */
    { 26579, 26579, 26595, 4, 128, 0, 0, 0 }, { 26611, 26611, 26629, 4, 128, 0, 0, 0 },
    { 26497, 26497, 26515, 4, 128, 0, 0, 0 }, { 26647, 26647, 26670, 4, 128, 0, 0, 0 },
    /* NetworkInterfacePrivateIpAddressList */
    { 0, 235, 235, 443, 128, 0, 0, 0 },
    /* NetworkInterfacePrivateIpAddress */
    { 20486, 20486, 20498, 433, 128, 0, 0, 0 }, { 21284, 21284, 21292, 11, 128, 0, 0, 0 },
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 }, { 3060, 3060, 3599, 4, 128, 0, 0, 0 },
    /* Ipv4PrefixesList */
    { 0, 235, 235, 445, 128, 0, 0, 0 },
    /* Ipv4PrefixSpecification */
    { 21425, 21425, 21436, 4, 128, 0, 0, 0 },
    /* Ipv6PrefixesList */
    { 0, 235, 235, 447, 128, 0, 0, 0 },
    /* Ipv6PrefixSpecification */
    { 21489, 21489, 21500, 4, 128, 0, 0, 0 },
    /* AssociatedSubnetList */
    { 0, 235, 235, 37, 128, 0, 0, 0 },
    /* DescribePrefixListsRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    { 14643, 14643, 14643, 62, 0, 0, 0, 0 }, { 14633, 14633, 14633, 4, 0, 0, 0, 0 },
    { 5724, 5769, 5769, 450, 128, 0, 0, 0 },
    /* PrefixListResourceIdStringList */
    { 0, 235, 235, 77, 128, 0, 0, 0 },
    /* DescribePrefixListsResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 25004, 25016, 25030, 452, 128, 0, 0, 0 },
    /* PrefixListSet */
    { 0, 235, 235, 453, 128, 0, 0, 0 },
    /* PrefixList */
    { 27075, 27081, 27089, 85, 128, 0, 0, 0 }, { 5769, 5769, 5782, 4, 128, 0, 0, 0 },
    { 25167, 25167, 25182, 4, 128, 0, 0, 0 },
    /* DescribeRegionsRequest */
    { 27136, 15234, 15234, 455, 128, 0, 0, 0 }, { 27169, 27169, 27169, 11, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* RegionNameStringList */
    { 0, 15234, 15234, 4, 128, 0, 0, 0 },
    /* DescribeRegionsResult */
    { 27202, 27210, 27221, 457, 128, 0, 0, 0 },
    /* RegionList */
    { 0, 235, 235, 458, 128, 0, 0, 0 },
    /* Region */
    { 15099, 15099, 15111, 4, 128, 0, 0, 0 }, { 15374, 15384, 15397, 459, 128, 0, 0, 0 },
    { 15234, 15234, 15245, 4, 128, 0, 0, 0 }, { 27286, 27295, 27310, 4, 128, 0, 0, 0 },
    /* RegionGeographyList */
    { 0, 235, 235, 460, 128, 0, 0, 0 },
    /* RegionGeography */
    { 14374, 14374, 15466, 4, 128, 0, 0, 0 },
    /* DescribeRouteTablesRequest */
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 462, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 11367, 3985, 3985, 463, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* RouteTableIdStringList */
    { 0, 235, 235, 38, 128, 0, 0, 0 },
    /* DescribeRouteTablesResult */
    { 27451, 27463, 27477, 465, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* RouteTableList */
    { 0, 235, 235, 130, 128, 0, 0, 0 },
    /* DescribeSecurityGroupReferencesRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 5155, 5155, 5155, 467, 1, 0, 0, 0 },
    /* GroupIds */
    { 0, 235, 235, 61, 128, 0, 0, 0 },
    /* DescribeSecurityGroupReferencesResult */
    { 27624, 27624, 27650, 469, 128, 0, 0, 0 },
    /* SecurityGroupReferences */
    { 0, 235, 235, 470, 128, 0, 0, 0 },
    /* SecurityGroupReference */
    { 5155, 5155, 5163, 4, 128, 0, 0, 0 }, { 27723, 27723, 27740, 4, 128, 0, 0, 0 },
    { 5548, 5548, 5571, 4, 128, 0, 0, 0 }, { 8238, 8238, 8865, 4, 128, 0, 0, 0 },
    /* DescribeSecurityGroupRulesRequest */
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 }, { 27818, 5945, 5945, 472, 128, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 14633, 14633, 14633, 4, 0, 0, 0, 0 },
    { 14643, 14643, 14643, 473, 0, 0, 0, 0 },
    /* SecurityGroupRuleIdList */
    { 0, 235, 235, 4, 128, 0, 0, 0 },
    /* DescribeSecurityGroupRulesResult */
    { 5844, 5863, 5884, 74, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* DescribeSecurityGroupsRequest */
    { 27577, 5155, 5155, 476, 128, 0, 0, 0 }, { 28004, 5528, 5528, 477, 128, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 478, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* GroupIdStringList */
    { 0, 5163, 5163, 61, 128, 0, 0, 0 },
    /* GroupNameStringList */
    { 0, 5528, 5528, 80, 128, 0, 0, 0 },
    /* DescribeSecurityGroupsResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 21715, 28097, 28115, 480, 128, 0, 0, 0 },
    /* SecurityGroupList */
    { 0, 235, 235, 481, 128, 0, 0, 0 },
    /* SecurityGroup */
    { 5155, 5155, 5163, 4, 128, 0, 0, 0 }, { 28165, 28165, 28185, 63, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 9090, 9090, 9107, 4, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 5528, 5528, 5538, 4, 128, 0, 0, 0 }, { 5490, 9047, 28205, 4, 128, 0, 0, 0 },
    { 5365, 5365, 5379, 63, 128, 0, 0, 0 },
    /* DescribeSubnetsRequest */
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 }, { 11409, 3967, 3967, 483, 128, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 484, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* SubnetIdStringList */
    { 0, 3967, 3967, 37, 128, 0, 0, 0 },
    /* DescribeSubnetsResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 28328, 28336, 28346, 486, 128, 0, 0, 0 },
    /* SubnetList */
    { 0, 235, 235, 143, 128, 0, 0, 0 },
    /* DescribeTagsRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    { 14643, 14643, 18858, 62, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* DescribeTagsResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 2708, 6132, 6139, 489, 128, 0, 0, 0 },
    /* TagDescriptionList */
    { 0, 235, 235, 490, 128, 0, 0, 0 },
    /* TagDescription */
    { 2725, 2725, 2729, 4, 128, 0, 0, 0 }, { 10043, 10043, 13605, 4, 128, 0, 0, 0 },
    { 240, 240, 253, 7, 128, 0, 0, 0 }, { 2733, 2733, 2739, 4, 128, 0, 0, 0 },
    /* DescribeVpcAttributeRequest */
    { 14590, 14590, 14590, 492, 1, 0, 0, 0 }, { 3764, 3764, 3764, 31, 1, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DescribeVpcAttributeResult */
    { 28615, 28615, 28536, 494, 128, 0, 0, 0 }, { 28656, 28656, 28519, 494, 128, 0, 0, 0 },
    { 28673, 28673, 28555, 494, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    /* AttributeBooleanValue */
    { 2733, 2733, 2739, 11, 128, 0, 0, 0 },
    /* DescribeVpcEndpointServicesRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 28769, 11340, 11340, 85, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 }, { 14643, 14643, 14643, 62, 0, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 28782, 11873, 11873, 85, 128, 0, 0, 0 },
    /* DescribeVpcEndpointServicesResult */
    { 28769, 28831, 28846, 85, 128, 0, 0, 0 }, { 28861, 28876, 28893, 497, 128, 0, 0, 0 },
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* ServiceDetailSet */
    { 0, 235, 235, 498, 128, 0, 0, 0 },
    /* ServiceDetail */
    { 11340, 11340, 11951, 4, 128, 0, 0, 0 }, { 28924, 28924, 28934, 4, 128, 0, 0, 0 },
    { 28944, 28944, 28956, 499, 128, 0, 0, 0 }, { 11873, 11873, 12757, 4, 128, 0, 0, 0 },
    { 29007, 29027, 29049, 85, 128, 0, 0, 0 }, { 15018, 29071, 29091, 85, 128, 0, 0, 0 },
    { 16278, 16278, 29111, 4, 128, 0, 0, 0 }, { 29117, 29138, 29161, 85, 128, 0, 0, 0 },
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 }, { 29184, 29200, 29218, 502, 128, 0, 0, 0 },
    { 29275, 29275, 29302, 11, 128, 0, 0, 0 }, { 29329, 29329, 29348, 11, 128, 0, 0, 0 },
    { 29367, 29367, 29387, 11, 128, 0, 0, 0 }, { 29407, 29407, 29427, 504, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 29447, 29447, 29479, 505, 128, 0, 0, 0 },
    { 29524, 29548, 29574, 506, 128, 0, 0, 0 },
    /* ServiceTypeDetailSet */
    { 0, 235, 235, 500, 128, 0, 0, 0 },
    /* ServiceTypeDetail */
    { 28944, 28944, 28956, 501, 128, 0, 0, 0 },
    /* PrivateDnsDetailsSet */
    { 0, 235, 235, 503, 128, 0, 0, 0 },
    /* PrivateDnsDetails */
    { 21156, 21156, 21171, 4, 128, 0, 0, 0 },
    /* SupportedIpAddressTypes */
    { 0, 235, 235, 507, 128, 0, 0, 0 },
    /* DescribeVpcEndpointsRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 13692, 8031, 8031, 219, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 }, { 14643, 14643, 14643, 62, 0, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 },
    /* DescribeVpcEndpointsResult */
    { 29700, 29713, 29728, 510, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* VpcEndpointSet */
    { 0, 235, 235, 184, 128, 0, 0, 0 },
    /* DescribeVpcPeeringConnectionsRequest */
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 512, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 29850, 5548, 5548, 513, 128, 0, 0, 0 },
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 },
    /* VpcPeeringConnectionIdList */
    { 0, 235, 235, 126, 128, 0, 0, 0 },
    /* DescribeVpcPeeringConnectionsResult */
    { 29937, 29959, 29983, 515, 128, 0, 0, 0 }, { 14633, 14633, 14826, 4, 128, 0, 0, 0 },
    /* VpcPeeringConnectionList */
    { 0, 235, 235, 516, 128, 0, 0, 0 },
    /* VpcPeeringConnection */
    { 30053, 30053, 30069, 517, 128, 0, 0, 0 }, { 30583, 30583, 30598, 109, 128, 0, 0, 0 },
    { 30613, 30613, 30630, 517, 128, 0, 0, 0 }, { 3394, 3394, 3401, 524, 128, 0, 0, 0 },
    { 2708, 6132, 6139, 8, 128, 0, 0, 0 }, { 5548, 5548, 5571, 4, 128, 0, 0, 0 },
    { 30715, 30715, 30741, 526, 128, 0, 0, 0 },
    /* VpcPeeringConnectionVpcInfo */
    { 4632, 4632, 4963, 4, 128, 0, 0, 0 }, { 30113, 30113, 30130, 518, 128, 0, 0, 0 },
    { 30147, 30147, 30160, 520, 128, 0, 0, 0 }, { 6524, 6524, 6532, 4, 128, 0, 0, 0 },
    { 30173, 30173, 30188, 522, 128, 0, 0, 0 }, { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    { 27243, 27243, 30576, 4, 128, 0, 0, 0 },
    /* Ipv6CidrBlockSet */
    { 0, 235, 235, 519, 128, 0, 0, 0 },
    /* Ipv6CidrBlock */
    { 4273, 4273, 4287, 4, 128, 0, 0, 0 },
    /* CidrBlockSet */
    { 0, 235, 235, 521, 128, 0, 0, 0 },
    /* CidrBlock */
    { 4632, 4632, 4963, 4, 128, 0, 0, 0 },
    /* VpcPeeringConnectionOptionsDescription */
    { 30242, 30242, 30274, 11, 128, 0, 0, 0 }, { 30306, 30306, 30349, 11, 128, 0, 0, 0 },
    { 30392, 30392, 30435, 11, 128, 0, 0, 0 }, { 30478, 30478, 30503, 11, 128, 0, 0, 0 },
    { 30528, 30528, 30552, 523, 128, 0, 0, 0 },
    /* VpcPeeringConnectionStateReason */
    { 12521, 12521, 12526, 525, 128, 0, 0, 0 }, { 12505, 12505, 12513, 4, 128, 0, 0, 0 },
    /* DescribeVpcsRequest */
    { 14348, 14356, 14356, 234, 128, 0, 0, 0 }, { 30800, 3764, 3764, 528, 128, 0, 0, 0 },
    { 14633, 14633, 14633, 4, 0, 0, 0, 0 }, { 14643, 14643, 14643, 529, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* VpcIdStringList */
    { 0, 3764, 3764, 31, 128, 0, 0, 0 },
    /* DescribeVpcsResult */
    { 14633, 14633, 14826, 4, 128, 0, 0, 0 }, { 30865, 30870, 30877, 531, 128, 0, 0, 0 },
    /* VpcList */
    { 0, 235, 235, 160, 128, 0, 0, 0 },
    /* DetachInternetGatewayRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 5054, 5054, 5072, 59, 129, 0, 0, 0 },
    { 3764, 3764, 4730, 31, 129, 0, 0, 0 },
    /* DetachNetworkInterfaceRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 20651, 20651, 20664, 534, 129, 0, 0, 0 },
    { 31025, 31025, 31031, 11, 128, 0, 0, 0 },
    /* DisableVgwRoutePropagationRequest */
    { 3942, 3942, 3942, 536, 1, 0, 0, 0 }, { 3985, 3985, 3985, 38, 1, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* DisassociateAddressRequest */
    { 3316, 3316, 3316, 538, 0, 0, 0, 0 }, { 2941, 2941, 2941, 26, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* DisassociateNatGatewayAddressRequest */
    { 3028, 3028, 3028, 14, 1, 0, 0, 0 }, { 31248, 3316, 3316, 540, 129, 0, 0, 0 },
    { 31284, 31284, 31284, 541, 0, 0, 0, 0 }, { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* EipAssociationIdList */
    { 0, 235, 235, 538, 128, 0, 0, 0 },
    /* DisassociateNatGatewayAddressResult */
    { 3028, 3028, 3143, 14, 128, 0, 0, 0 }, { 3156, 3176, 3197, 18, 128, 0, 0, 0 },
    /* DisassociateRouteTableRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3316, 3316, 3330, 544, 129, 0, 0, 0 },
    /* DisassociateSubnetCidrBlockRequest */
    { 3316, 3316, 3330, 46, 129, 0, 0, 0 },
    /* DisassociateSubnetCidrBlockResult */
    { 4332, 4332, 4357, 45, 128, 0, 0, 0 }, { 3967, 3967, 3976, 4, 128, 0, 0, 0 },
    /* DisassociateVpcCidrBlockRequest */
    { 3316, 3316, 3330, 548, 129, 0, 0, 0 },
    /* DisassociateVpcCidrBlockResult */
    { 4332, 4332, 4357, 54, 128, 0, 0, 0 }, { 4897, 4897, 4918, 57, 128, 0, 0, 0 },
    { 3764, 3764, 4730, 4, 128, 0, 0, 0 },
    /* EnableVgwRoutePropagationRequest */
    { 3942, 3942, 3942, 536, 1, 0, 0, 0 }, { 3985, 3985, 3985, 38, 1, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* GetManagedPrefixListEntriesRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 5769, 5769, 5769, 77, 1, 0, 0, 0 },
    { 31738, 31738, 31738, 407, 0, 0, 0, 0 }, { 14643, 14643, 14643, 401, 0, 0, 0, 0 },
    { 14633, 14633, 14633, 243, 0, 0, 0, 0 },
    /* GetManagedPrefixListEntriesResult */
    { 25893, 25901, 25910, 553, 128, 0, 0, 0 }, { 14633, 14633, 14826, 243, 128, 0, 0, 0 },
    /* PrefixListEntrySet */
    { 0, 235, 235, 554, 128, 0, 0, 0 },
    /* PrefixListEntry */
    { 31821, 31821, 31826, 4, 128, 0, 0, 0 }, { 5490, 5490, 5502, 4, 128, 0, 0, 0 },
    /* ImportKeyPairRequest */
    { 179, 197, 197, 5, 128, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 13209, 13209, 23996, 4, 129, 0, 0, 0 }, { 31866, 31866, 31884, 556, 129, 0, 0, 0 },
    /* ImportKeyPairResult */
    { 24859, 24859, 24874, 4, 128, 0, 0, 0 }, { 13209, 13209, 23996, 4, 128, 0, 0, 0 },
    { 13241, 13241, 13271, 4, 128, 0, 0, 0 }, { 2708, 6132, 6139, 8, 128, 0, 0, 0 },
    /* ModifyAddressAttributeRequest */
    { 2800, 2800, 2800, 24, 1, 0, 0, 0 }, { 31980, 31980, 31980, 4, 0, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* ModifyAddressAttributeResult */
    { 78, 78, 32020, 247, 128, 0, 0, 0 },
    /* ModifySecurityGroupRulesRequest */
    { 5155, 5155, 5155, 61, 1, 0, 0, 0 }, { 5844, 5927, 5927, 561, 129, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* SecurityGroupRuleUpdateList */
    { 0, 235, 235, 562, 128, 0, 0, 0 },
    /* SecurityGroupRuleUpdate */
    { 5945, 5945, 5945, 76, 1, 0, 0, 0 }, { 5927, 5927, 5927, 563, 0, 0, 0, 0 },
    /* SecurityGroupRuleRequest */
    { 5289, 5289, 5289, 4, 0, 0, 0, 0 }, { 5311, 5311, 5311, 62, 0, 0, 0, 0 },
    { 5337, 5337, 5337, 62, 0, 0, 0, 0 }, { 6029, 6029, 6029, 4, 0, 0, 0, 0 },
    { 5706, 5706, 5706, 4, 0, 0, 0, 0 }, { 5769, 5769, 5769, 77, 0, 0, 0, 0 },
    { 32162, 32162, 32162, 61, 0, 0, 0, 0 }, { 5490, 5490, 5490, 4, 0, 0, 0, 0 },
    /* ModifySecurityGroupRulesResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 },
    /* ModifySubnetAttributeRequest */
    { 9316, 9316, 9316, 494, 0, 0, 0, 0 }, { 9964, 9964, 9964, 494, 0, 0, 0, 0 },
    { 3967, 3967, 3976, 37, 129, 0, 0, 0 }, { 9251, 9251, 9251, 494, 0, 0, 0, 0 },
    { 157, 157, 157, 144, 0, 0, 0, 0 }, { 9493, 9493, 9493, 494, 0, 0, 0, 0 },
    { 32262, 32262, 32262, 147, 0, 0, 0, 0 }, { 32293, 32293, 32293, 494, 0, 0, 0, 0 },
    { 32330, 32330, 32330, 494, 0, 0, 0, 0 }, { 9205, 9205, 9205, 62, 0, 0, 0, 0 },
    { 32370, 32370, 32370, 494, 0, 0, 0, 0 },
    /* ModifyVpcAttributeRequest */
    { 28615, 28615, 28615, 494, 0, 0, 0, 0 }, { 28656, 28656, 28656, 494, 0, 0, 0, 0 },
    { 3764, 3764, 4730, 31, 129, 0, 0, 0 }, { 28673, 28673, 28673, 494, 0, 0, 0, 0 },
    /* ModifyVpcEndpointRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 8031, 8031, 8031, 120, 1, 0, 0, 0 },
    { 32482, 32482, 32482, 11, 0, 0, 0, 0 }, { 11352, 11352, 11352, 4, 0, 0, 0, 0 },
    { 32494, 32511, 32511, 172, 128, 0, 0, 0 }, { 32527, 32547, 32547, 172, 128, 0, 0, 0 },
    { 32566, 32579, 32579, 173, 128, 0, 0, 0 }, { 32591, 32607, 32607, 173, 128, 0, 0, 0 },
    { 32622, 32642, 32642, 174, 128, 0, 0, 0 }, { 32661, 32684, 32684, 174, 128, 0, 0, 0 },
    { 11491, 11491, 11491, 175, 0, 0, 0, 0 }, { 11525, 11525, 11525, 176, 0, 0, 0, 0 },
    { 11736, 11736, 11736, 11, 0, 0, 0, 0 }, { 11754, 11775, 11775, 179, 128, 0, 0, 0 },
    /* ModifyVpcEndpointResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 },
    /* ModifyVpcTenancyRequest */
    { 3764, 3764, 3764, 31, 1, 0, 0, 0 }, { 10521, 10521, 10521, 570, 1, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* ModifyVpcTenancyResult */
    { 32805, 5830, 5837, 11, 128, 0, 0, 0 },
    /* ReleaseAddressRequest */
    { 2800, 2800, 2800, 24, 0, 0, 0, 0 }, { 2941, 2941, 2941, 4, 0, 0, 0, 0 },
    { 131, 131, 131, 4, 0, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* ReplaceRouteRequest */
    { 8214, 8214, 8214, 77, 0, 0, 0, 0 }, { 8031, 8031, 8031, 120, 0, 0, 0, 0 },
    { 32887, 32887, 32887, 11, 0, 0, 0, 0 }, { 8238, 8238, 8238, 121, 0, 0, 0, 0 },
    { 8255, 8255, 8255, 122, 0, 0, 0, 0 }, { 8270, 8270, 8270, 123, 0, 0, 0, 0 },
    { 8287, 8287, 8287, 124, 0, 0, 0, 0 }, { 8302, 8302, 8302, 125, 0, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3985, 3985, 3998, 38, 129, 0, 0, 0 },
    { 8316, 8316, 8337, 4, 128, 0, 0, 0 }, { 3942, 3942, 8358, 36, 128, 0, 0, 0 },
    { 8368, 8368, 8393, 4, 128, 0, 0, 0 }, { 6976, 6976, 7004, 98, 128, 0, 0, 0 },
    { 3566, 3566, 8418, 25, 128, 0, 0, 0 }, { 3258, 3258, 3277, 27, 128, 0, 0, 0 },
    { 5548, 5548, 5571, 126, 128, 0, 0, 0 }, { 3028, 3028, 3143, 14, 128, 0, 0, 0 },
    /* ReplaceRouteTableAssociationRequest */
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 }, { 3316, 3316, 3330, 544, 129, 0, 0, 0 },
    { 3985, 3985, 3998, 38, 129, 0, 0, 0 },
    /* ReplaceRouteTableAssociationResult */
    { 32999, 32999, 33016, 4, 128, 0, 0, 0 }, { 4037, 4037, 4054, 40, 128, 0, 0, 0 },
    /* ResetAddressAttributeRequest */
    { 2800, 2800, 2800, 24, 1, 0, 0, 0 }, { 14590, 14590, 14590, 242, 1, 0, 0, 0 },
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* ResetAddressAttributeResult */
    { 78, 78, 32020, 247, 128, 0, 0, 0 },
    /* RevokeSecurityGroupEgressRequest */
    { 27818, 5945, 5945, 472, 128, 0, 0, 0 }, { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    { 5155, 5155, 5163, 61, 129, 0, 0, 0 }, { 5187, 5187, 5211, 4, 128, 0, 0, 0 },
    { 5235, 5235, 5262, 4, 128, 0, 0, 0 }, { 5289, 5289, 5300, 4, 128, 0, 0, 0 },
    { 5311, 5311, 5320, 62, 128, 0, 0, 0 }, { 5337, 5337, 5344, 62, 128, 0, 0, 0 },
    { 5351, 5351, 5358, 4, 128, 0, 0, 0 }, { 5365, 5365, 5379, 63, 128, 0, 0, 0 },
    /* RevokeSecurityGroupEgressResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 }, { 33203, 33224, 33247, 63, 128, 0, 0, 0 },
    { 33270, 33296, 33324, 580, 128, 0, 0, 0 },
    /* RevokedSecurityGroupRuleList */
    { 0, 235, 235, 581, 128, 0, 0, 0 },
    /* RevokedSecurityGroupRule */
    { 5945, 5945, 5965, 76, 128, 0, 0, 0 }, { 5155, 5155, 5163, 61, 128, 0, 0, 0 },
    { 6011, 6011, 6020, 11, 128, 0, 0, 0 }, { 5289, 5289, 5300, 4, 128, 0, 0, 0 },
    { 5311, 5311, 5320, 62, 128, 0, 0, 0 }, { 5337, 5337, 5344, 62, 128, 0, 0, 0 },
    { 6029, 6029, 6038, 4, 128, 0, 0, 0 }, { 5706, 5706, 5715, 4, 128, 0, 0, 0 },
    { 5769, 5769, 5782, 77, 128, 0, 0, 0 }, { 32162, 32162, 33406, 61, 128, 0, 0, 0 },
    { 5490, 5490, 5502, 4, 128, 0, 0, 0 },
    /* RevokeSecurityGroupIngressRequest */
    { 5351, 5351, 5351, 4, 0, 0, 0, 0 }, { 5311, 5311, 5311, 62, 0, 0, 0, 0 },
    { 5155, 5155, 5155, 61, 0, 0, 0, 0 }, { 5528, 5528, 5528, 80, 0, 0, 0, 0 },
    { 5365, 5365, 5365, 63, 0, 0, 0, 0 }, { 5289, 5289, 5289, 4, 0, 0, 0, 0 },
    { 5187, 5187, 5187, 4, 0, 0, 0, 0 }, { 5235, 5235, 5235, 4, 0, 0, 0, 0 },
    { 5337, 5337, 5337, 62, 0, 0, 0, 0 }, { 27818, 5945, 5945, 472, 128, 0, 0, 0 },
    { 2756, 2756, 2763, 11, 128, 0, 0, 0 },
    /* RevokeSecurityGroupIngressResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 }, { 33203, 33224, 33247, 63, 128, 0, 0, 0 },
    { 33270, 33296, 33324, 580, 128, 0, 0, 0 },
    /* UnassignPrivateNatGatewayAddressRequest */
    { 3028, 3028, 3028, 14, 1, 0, 0, 0 }, { 3041, 3060, 3060, 15, 129, 0, 0, 0 },
    { 31284, 31284, 31284, 541, 0, 0, 0, 0 }, { 2756, 2756, 2756, 11, 0, 0, 0, 0 },
    /* UnassignPrivateNatGatewayAddressResult */
    { 3028, 3028, 3143, 14, 128, 0, 0, 0 }, { 3156, 3176, 3197, 18, 128, 0, 0, 0 },
    /* UpdateSecurityGroupRuleDescriptionsEgressRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 5155, 5155, 5155, 61, 0, 0, 0, 0 },
    { 5528, 5528, 5528, 80, 0, 0, 0, 0 }, { 5365, 5365, 5365, 63, 0, 0, 0, 0 },
    { 33721, 33751, 33751, 587, 128, 0, 0, 0 },
    /* SecurityGroupRuleDescriptionList */
    { 0, 235, 235, 588, 128, 0, 0, 0 },
    /* SecurityGroupRuleDescription */
    { 5945, 5945, 5945, 4, 0, 0, 0, 0 }, { 5490, 5490, 5490, 4, 0, 0, 0, 0 },
    /* UpdateSecurityGroupRuleDescriptionsEgressResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 },
    /* UpdateSecurityGroupRuleDescriptionsIngressRequest */
    { 2756, 2756, 2756, 11, 0, 0, 0, 0 }, { 5155, 5155, 5155, 61, 0, 0, 0, 0 },
    { 5528, 5528, 5528, 80, 0, 0, 0, 0 }, { 5365, 5365, 5365, 63, 0, 0, 0, 0 },
    { 33721, 33751, 33751, 587, 128, 0, 0, 0 },
    /* UpdateSecurityGroupRuleDescriptionsIngressResult */
    { 5830, 5830, 5837, 11, 128, 0, 0, 0 },
};

static const uint32_t enums[] = {
    65, 69, 266, 287, 307, 324, 340, 350, 378, 393, 406, 435, 446, 458, 476, 497, 508, 514, 525, 542, 548,
    567, 585, 606, 615, 637, 654, 659, 669, 680, 693, 706, 715, 731, 745, 771, 803, 841, 883, 945, 956, 968,
    986, 1012, 1034, 1064, 1103, 1115, 1131, 1143, 1168, 1187, 1199, 1214, 1234, 1265, 1274, 1293, 1316,
    1323, 1347, 1369, 1392, 1414, 1430, 1457, 1486, 1519, 1548, 1580, 1608, 1649, 65, 1656, 1669, 1693, 1714,
    1746, 1769, 1784, 1796, 1809, 1836, 1863, 1899, 1924, 1946, 1971, 1994, 2025, 2052, 2086, 2109, 2122,
    2144, 2162, 2186, 2222, 2248, 2280, 2322, 2337, 2359, 2385, 2397, 2430, 2465, 2485, 2503, 2520, 2549,
    2566, 2587, 2627, 2652, 2692, 7201, 7207, 7283, 7291, 9614, 9622, 10207, 10215, 10288, 10295, 10561,
    10569, 10579, 11271, 11281, 11289, 11309, 11318, 11333, 11505, 11510, 11520, 11505, 11510, 11520, 11576,
    14001, 14021, 14621, 28519, 28536, 28555, 10561,
};

static const uint16_t errors[] = {
    0,
};

static const struct model_limit limits[] = {
    { INT64_MIN, INT64_MAX }, { 1, 31 }, { 0, 10 }, { 1, 1000 }, { 5, 1000 }, { 5, 255 }, { 1, 100 },
    { 1, 1283 }, { 5, 100 }, { 0, 2 }, { 1, 4000 },
};

static const struct model_namespace namespaces[] = {
    { 0, 0 },
};

static const struct model_paginator paginators[] = {
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 14403, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 6500, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 16032, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 16355, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 18893, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 24550, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 25004, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 25510, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 25718, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 20374, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 25004, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 27451, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 5844, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 21715, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 28328, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 2708, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 28861, 28769, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 29700, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 29937, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 30865, 0, 0, 0, 0, 0 }, 14643, 0 },
    { { 14633, 0, 0, 0 }, { 14633, 0, 0, 0 }, { 25893, 0, 0, 0, 0, 0 }, 14643, 0 },
};

static const struct model_waiter waiters[] = {
    { 34035, 41, 15, 40, 0, 2 }, /* ImageAvailable */
    { 34095, 41, 15, 40, 2, 2 }, /* ImageExists */
    { 34163, 42, 5, 40, 4, 2 }, /* InstanceExists */
    { 34258, 42, 15, 40, 6, 5 }, /* InstanceRunning */
    { 34290, 42, 15, 40, 11, 3 }, /* InstanceStopped */
    { 34306, 42, 15, 40, 14, 3 }, /* InstanceTerminated */
    { 34408, 43, 5, 6, 17, 2 }, /* InternetGatewayExists */
    { 34487, 44, 5, 6, 19, 2 }, /* KeyPairExists */
    { 34557, 46, 15, 40, 21, 5 }, /* NatGatewayAvailable */
    { 34577, 46, 15, 40, 26, 2 }, /* NatGatewayDeleted */
    { 34657, 48, 20, 10, 28, 2 }, /* NetworkInterfaceAvailable */
    { 34744, 54, 5, 6, 30, 2 }, /* SecurityGroupExists */
    { 34780, 55, 15, 40, 32, 1 }, /* SubnetAvailable */
    { 34809, 61, 15, 40, 33, 1 }, /* VpcAvailable */
    { 34844, 61, 1, 5, 34, 2 }, /* VpcExists */
    { 34929, 60, 15, 40, 36, 2 }, /* VpcPeeringConnectionDeleted */
    { 34957, 60, 15, 40, 38, 2 }, /* VpcPeeringConnectionExists */
};

static const struct model_acceptor acceptors[] = {
    { 1, 0, 0, 0, 34013, 34003 }, { 2, 1, 0, 0, 34013, 34028 }, { 0, 0, 3, 0, 34050, 0 },
    { 4, 2, 0, 0, 0, 34073 }, { 0, 0, 3, 0, 34107, 0 }, { 4, 2, 0, 0, 0, 34136 },
    { 1, 0, 0, 0, 34186, 34178 }, { 2, 1, 0, 0, 34186, 34224 }, { 2, 1, 0, 0, 34186, 34238 },
    { 2, 1, 0, 0, 34186, 34249 }, { 4, 2, 0, 0, 0, 34136 }, { 1, 0, 0, 0, 34186, 34274 },
    { 2, 1, 0, 0, 34186, 34282 }, { 2, 1, 0, 0, 34186, 34238 }, { 1, 0, 0, 0, 34186, 34238 },
    { 2, 1, 0, 0, 34186, 34282 }, { 2, 1, 0, 0, 34186, 34249 }, { 0, 0, 3, 0, 34325, 0 },
    { 4, 2, 0, 0, 0, 34376 }, { 0, 0, 3, 0, 34430, 0 }, { 4, 2, 0, 0, 0, 34463 },
    { 1, 0, 0, 0, 34501, 34003 }, { 2, 1, 0, 0, 34501, 34028 }, { 2, 1, 0, 0, 34501, 34521 },
    { 2, 1, 0, 0, 34501, 34530 }, { 4, 2, 0, 0, 0, 34538 }, { 1, 0, 0, 0, 34501, 34530 },
    { 4, 0, 0, 0, 0, 34538 }, { 1, 0, 0, 0, 34595, 34003 }, { 4, 1, 0, 0, 0, 34622 },
    { 0, 0, 3, 0, 34683, 0 }, { 4, 2, 0, 0, 0, 34722 }, { 1, 0, 0, 0, 34764, 34003 },
    { 1, 0, 0, 0, 34796, 34003 }, { 3, 0, 1, 0, 0, 200 }, { 4, 2, 0, 0, 0, 34822 },
    { 1, 0, 0, 0, 34854, 34530 }, { 4, 0, 0, 0, 0, 34890 }, { 3, 0, 1, 0, 0, 200 }, { 4, 2, 0, 0, 0, 34890 },
};

const struct model model_ec2 = {
    .service_id = "EC2",
    .endpoint_prefix = "ec2",
    .signing_name = "ec2",
    .api_version = "2016-11-15",
    .xml_namespace = "http://ec2.amazonaws.com/doc/2016-11-15",
    .target_prefix = "",
    .global_endpoint = "",
    .protocol = MODEL_PROTOCOL_EC2,
    .json_version = 10,
    .query_compatible = false,
    .strings = strings,
    .ops = ops,
    .shapes = shapes,
    .members = members,
    .enums = enums,
    .errors = errors,
    .limits = limits,
    .namespaces = namespaces,
    .paginators = paginators,
    .waiters = waiters,
    .acceptors = acceptors,
    .op_count = 88,
    .shape_count = 592,
    .waiter_count = 17,
    .paginator_count = 21,
    .member_count = 1513,
    .strings_size = sizeof(strings),
};
