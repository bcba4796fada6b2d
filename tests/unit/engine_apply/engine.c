/*
 * engine.c - tests/crash/engine.c, for the unit tests of this room: the Makefile links what lies in a test's own folder.
 */
#include "tests/crash/engine.c"
