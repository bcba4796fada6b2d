/*
 * cloud.h - a simulated AWS to ask by hand: query bodies in, XML out.
 *
 *     struct cloud *c = cloud_new((struct sim_options){ .instant = true });
 *     struct str vpc = made(c, "vpcId", "Action=CreateVpc&CidrBlock=10.0.0.0/16");
 *     refused(c, "InvalidVpcID.NotFound", "Action=DeleteVpc&VpcId=vpc-00000000000000000");
 */
#ifndef TESTS_UNIT_PROVIDERS_AWS_SIM_CLOUD_H
#define TESTS_UNIT_PROVIDERS_AWS_SIM_CLOUD_H

#include "providers/aws/sim/face.h"

struct cloud {
    struct sim_world *world;
    struct arena arena;
    int64_t now_ms;
    const char *key, *service, *region; /* whose requests; changed at will */
    struct str token;
    int status;                         /* of the last answer */
    enum sim_fate fate;
};

struct cloud *cloud_new(struct sim_options options);
void cloud_free(struct cloud *c);
/* The answer's body, whatever it is. */
struct str ask(struct cloud *c, const char *format, ...) PRINTF_LIKE(2, 3);
/* Must succeed: the body, or the text of the first element of a name. */
struct str answered(struct cloud *c, const char *format, ...) PRINTF_LIKE(2, 3);
struct str made(struct cloud *c, const char *element, const char *format, ...) PRINTF_LIKE(3, 4);
void refused(struct cloud *c, const char *code, const char *format, ...) PRINTF_LIKE(3, 4);
struct str element(struct cloud *c, struct str xml, const char *name); /* "" when it is not there */
size_t count_of(struct str xml, const char *part);
bool has(struct str xml, const char *part);

/* A VPC with a subnet, both available. */
struct net {
    struct str vpc, subnet;
};
struct net network(struct cloud *c);

#endif
