/*
 * aws.h - the AWS provider, for the list in cli.
 */
#ifndef PROVIDERS_AWS_AWS_H
#define PROVIDERS_AWS_AWS_H

#include "engine/provider/provider.h"

extern const struct provider_type aws_provider;

#endif
