/*
 * core.h - the core provider and its types, for the list in cli.
 */
#ifndef PROVIDERS_CORE_CORE_H
#define PROVIDERS_CORE_CORE_H

#include "engine/provider/provider.h"

extern const struct provider_type core_provider;
extern const struct resource_type core_data, core_random_password, core_random_string;

#endif
