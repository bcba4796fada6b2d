# infra - build, test and install. `make help` lists the targets.
#
# Every room (folder) becomes one archive; a program links the rooms it may see, in the order of the ladder in README.md.
# FLAVOR picks the flags: plain (what ships), asan (the everyday test build), fuzz. Objects live in build/FLAVOR.

VERSION := 0.1.0
FLAVOR ?= plain
CC ?= gcc
BUILD ?= build
OUT := $(BUILD)/$(FLAVOR)
PACKAGES := libcurl yaml-0.1 jansson openssl lua5.4 sqlite3 expat libmicrohttpd

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -fno-common $(if $(CI),-Werror)
CFLAGS_plain := -O2 -g1
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-omit-frame-pointer
LDFLAGS_asan := -fsanitize=address,undefined
LDFLAGS_fuzz := -fsanitize=address,undefined
CFLAGS_ALL = -std=gnu17 -D_GNU_SOURCE -DINFRA_VERSION='"$(VERSION)"' -I. $(WARNINGS) $(CFLAGS_$(FLAVOR)) $(CFLAGS) $(PKG_CFLAGS)
PKG_CFLAGS = $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
PKG_LIBS = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lm -lpthread

# The ladder, lowest first (design section 4). Providers and their simulated faces come after the rooms they see.
ROOMS := engine/base engine/value engine/schema engine/net engine/auth engine/provider engine/graph engine/lang \
         state engine/settle engine/plan engine/policy engine/cost engine/apply engine/recover engine/sim \
         providers/core providers/aws providers/aws/sim engine/session engine/render engine/cli

# A room's sources are its own .c files; providers/aws also owns the folders beneath it, but for its simulated face.
room_sources = $(wildcard $(1)/*.c) $(if $(filter providers/aws,$(1)),$(wildcard providers/aws/model/*.c providers/aws/wire/*.c providers/aws/ec2/*.c providers/aws/sts/*.c))
room_archive = $(OUT)/$(subst /,_,$(1)).a
SOURCES := $(filter-out engine/cli/main.c,$(foreach r,$(ROOMS),$(call room_sources,$(r))))
ARCHIVES := $(foreach r,$(ROOMS),$(if $(call room_sources,$(r)),$(call room_archive,$(r))))

.PHONY: all help quickstart check check-long lint asan fuzz crash crash-long bench install clean deps deps-test unit tests
all: infra

help:
	@sed -n 's/^## //p' Makefile

## make              build ./infra
infra: $(OUT)/infra
	@cp -f $< $@

$(OUT)/infra: $(OUT)/engine/cli/main.o $(ARCHIVES)
	@echo "  LINK  $@"
	@$(CC) $(CFLAGS_ALL) $(LDFLAGS_$(FLAVOR)) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(PKG_LIBS)

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

define ROOM_RULE
$(call room_archive,$(1)): $(patsubst %.c,$(OUT)/%.o,$(filter-out engine/cli/main.c,$(call room_sources,$(1))))
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call ROOM_RULE,$(r))))

# Unit tests: tests/unit/<room>/test_*.c links the rooms up to and including its own. <room> is the folder's path with _ for /.
UNIT_SOURCES := $(sort $(wildcard tests/unit/*/test_*.c))
UNIT_PROGRAMS := $(patsubst %.c,$(OUT)/%,$(UNIT_SOURCES))
room_of = $(notdir $(patsubst %/,%,$(dir $(1))))
rooms_until = $(shell for r in $(ROOMS); do echo $$r; test "$$(echo $$r | tr / _)" = "$(1)" && break; done)
define UNIT_RULE
$(OUT)/$(basename $(1)): $(OUT)/$(basename $(1)).o $(foreach r,$(call rooms_until,$(call room_of,$(1))),$(if $(call room_sources,$(r)),$(call room_archive,$(r))))
	@echo "  LINK  $$@"
	@$$(CC) $$(CFLAGS_ALL) $$(LDFLAGS_$$(FLAVOR)) -o $$@ $$< -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group -lcmocka $$(PKG_LIBS)
endef
$(foreach t,$(UNIT_SOURCES),$(eval $(call UNIT_RULE,$(t))))

## make unit         build and run the unit tests (ROOM=engine_net for one room)
UNIT_WANTED = $(if $(ROOM),$(filter $(OUT)/tests/unit/$(ROOM)/%,$(UNIT_PROGRAMS)),$(UNIT_PROGRAMS))
unit: $(UNIT_PROGRAMS:%=%)
	@tests/run-unit $(UNIT_WANTED)
unit-room: $(filter $(OUT)/tests/unit/$(ROOM)/%,$(UNIT_PROGRAMS))
	@tests/run-unit $^

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

clean:
	rm -rf $(BUILD) infra
