/*
 * aws_lookups.c - questions that a stack may ask with constant arguments: zones, AMI, caller identity, region.
 */
#include "providers/aws/aws_internal.h"
#include "providers/aws/aws_recipe.h"

const struct lookup_type *const aws_lookups[] = { NULL };
