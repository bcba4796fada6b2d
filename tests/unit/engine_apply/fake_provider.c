/*
 * fake_provider.c - tests/crash/fake_provider.c, for the unit tests of this room: the Makefile links what lies in a test's own folder.
 */
#include "tests/crash/fake_provider.c"
