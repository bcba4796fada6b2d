/*
 * fake_provider.h - the engine's side of cloud.h: a provider whose types are the create classes.
 *
 *     struct registry registry = fake_registry();     fake.net, fake.gate, fake.part, fake.disk, fake.name, fake.policy, fake.link, fake.note
 */
#ifndef TESTS_CRASH_FAKE_PROVIDER_H
#define TESTS_CRASH_FAKE_PROVIDER_H

#include "engine/provider/provider.h"

extern const struct registry fake_registry;
enum { FAKE_SETTLE_MS = 4000, FAKE_POLL_MS = 200 };

#endif
