/*
 * face.h - a cloud of the simplest kind, for tests of the world: POST /ID puts an object, PUT /ID changes it, DELETE /ID, GET /ID, GET /
 * lists. A body is the object's data. An object whose body starts with "later" becomes "ready" after a second.
 */
#ifndef TESTS_UNIT_ENGINE_SIM_FACE_H
#define TESTS_UNIT_ENGINE_SIM_FACE_H

#include "engine/sim/sim.h"

extern const struct sim_face toy_face;
#define TOY STR("toy:thing")

#endif
