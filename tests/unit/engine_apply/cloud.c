/*
 * cloud.c - tests/crash/cloud.c, for the unit tests of this room: the Makefile links what lies in a test's own folder.
 */
#include "tests/crash/cloud.c"
