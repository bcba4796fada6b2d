/*
 * face.h - the simulated face of AWS: EC2 networking and STS, over engine/sim.
 *
 *     const struct sim_face *const faces[] = { &aws_sim_face, NULL };
 *     struct sim_world *world = sim_world_new(&(struct sim_options){ .faces = faces, .seed = 1 });
 *
 * Serves the hosts of AWS, and any host when the request is signed for AWS or carries an action of a service with tables. The account
 * follows from the access key: a session that STS gave out has its role's account, a key of 12 digits is its own account,
 * any other key belongs to 123456789012. The region is that of the credential scope.
 *
 * Knobs ("aws" in sim_options.knobs): throttle (bool: token buckets of EC2's documented kind), default_vpc (bool: each region starts
 * with one), and limits vpcs, subnets_per_vpc, addresses, gateways, groups_per_vpc, rules_per_group, routes_per_table (int).
 * What is simulated and how sure we are of it: docs/sim-aws.md.
 */
#ifndef PROVIDERS_AWS_SIM_FACE_H
#define PROVIDERS_AWS_SIM_FACE_H

#include "engine/sim/sim.h"

extern const struct sim_face aws_sim_face;

/* The secret access key that belongs to a key id that the simulated STS gave out; for those who verify signatures. */
struct str aws_sim_session_secret(struct arena *arena, struct str access_key_id);

#endif
