/*
 * fault_vfs.h - an SQLite VFS whose Nth write, sync or truncation fails: the disk fills up, the cable comes loose.
 */
#ifndef TESTS_UNIT_STATE_FAULT_VFS_H
#define TESTS_UNIT_STATE_FAULT_VFS_H

#include <stdbool.h>

void fault_open(void);              /* registers it; the fixture's vfs_name chooses it */
void fault_arm(int nth);            /* the nth (from 1) and every later one fails; 0: none */
bool fault_happened(void);
#endif
