/*
 * test_formats.c - marks, derived names and secrets, records and their chain, infra.id: byte for byte as docs/formats.md says.
 */
#include "state/identity_internal.h"
#include "state/store_internal.h"
#include "tests/unit/state/vectors.h"

static struct arena arena;

static int done(void **state)
{
    (void)state;
    arena_done(&arena);
    return 0;
}

static struct identity golden(void)
{
    struct identity id = { .stack = STR("prod"), .env = STR("default"), .has_secret = true };
    for (uint8_t i = 0; i < LINEAGE_BYTES; i++)
        id.lineage[i] = i;
    for (uint8_t i = 0; i < 32; i++)
        id.derive_key[i] = (uint8_t)(100 + i);
    id.lineage_text = base32_encode(&arena, str_n((const char *)id.lineage, LINEAGE_BYTES));
    id.mark_stack = arena_printf(&arena, "prod/default/%s", id.lineage_text.ptr);
    return id;
}

static void test_marks_and_derived_names(void **state)
{
    (void)state;
    struct identity id = golden();
    struct str address = STR("aws_vpc.main");
    CHECK_VECTOR(&arena, "at-mark aws_vpc.main", identity_at_mark(&arena, &id, address));
    CHECK_VECTOR(&arena, "derived-name main 1 63", identity_derived_name(&arena, &id, address, STR("main"), 1, 63));
    CHECK_VECTOR(&arena, "derived-name Main_X.y 2 63", identity_derived_name(&arena, &id, address, STR("Main_X.y"), 2, 63));
    CHECK_VECTOR(&arena, "derived-name main 1 12", identity_derived_name(&arena, &id, address, STR("main"), 1, 12));
    uint8_t bytes[16];
    identity_derive(&id, STR("core_random_password.db"), 1, STR("{}"), "password", bytes, sizeof bytes);
    CHECK_VECTOR(&arena, "derived-bytes", str_n((const char *)bytes, sizeof bytes));
}

static struct digest check_record(const char *name, struct record r, const struct digest *previous)
{
    DROP_BUF struct buf bytes = { 0 };
    value_encode(&bytes, record_to_value(&arena, &r, previous));
    struct digest hash = digest_of(buf_str(&bytes));
    CHECK_VECTOR(&arena, arena_printf(&arena, "record %s", name).ptr, buf_str(&bytes));
    CHECK_VECTOR(&arena, arena_printf(&arena, "hash %s", name).ptr, str_n((const char *)hash.bytes, DIGEST_BYTES));
    struct record back;
    struct digest before;
    CHECK(record_from_bytes(&arena, vector(&arena, arena_printf(&arena, "record %s", name).ptr), &back, &before, NULL));
    CHECK_INT(back.type, r.type);
    CHECK_INT(back.serial, r.serial);
    CHECK_INT(back.run, r.run);
    CHECK_INT(back.epoch, r.epoch);
    CHECK_INT(back.wall_ms, r.wall_ms);
    CHECK(str_eq(back.uid, r.uid) && str_eq(back.address, r.address));
    CHECK(value_eq(back.body, r.body));
    CHECK(digest_eq(&before, previous));
    return hash;
}

static void test_records_and_their_chain(void **state)
{
    (void)state;
    struct identity id = golden();
    struct digest head = { 0 };
    struct value planned = value_map_of(&arena, "cidr_block", value_cstr("10.0.0.0/16"), NULL);
    struct value recipe = value_map_of(&arena, "region", value_cstr("eu-west-1"), NULL);
    struct str needs = STR("uid-0"), key = STR("aws/aws/123456789012/eu-west-1");
    struct pos at = { .file = STR("stack.lua"), .line = 14, .column = 3 };
    head = check_record("genesis", (struct record){ .type = RECORD_GENESIS, .serial = 1, .wall_ms = 1763856000000,
        .body = value_map_of(&arena, "deployment", value_str(id.mark_stack), "infra", value_cstr("0.1.0"), NULL) }, &head);
    struct intent intent = { .kind = INTENT_CREATE, .uid = STR("uid-1"), .address = STR("aws_vpc.main"), .type = STR("aws_vpc"), .type_version = 3,
                             .create_class = CREATE_TAGGED, .provider_key = key, .provider_name = STR("aws"), .recipe = recipe, .generation = 1,
                             .planned = planned, .planned_digest = value_digest(planned), .token = STR("token-1"),
                             .last_possible_send_ms = 1763856000100, .depends_on = &needs, .depends_on_count = 1, .at = at };
    struct record r = record_intent(&arena, &intent);
    r.serial = 2, r.run = 7, r.epoch = 1, r.wall_ms = 1763856000100;
    head = check_record("intent", r, &head);
    struct object row = { .uid = STR("uid-1"), .address = STR("aws_vpc.main"), .address_at_birth = STR("aws_vpc.main"), .generation = 1,
                          .type = STR("aws_vpc"), .type_version = 3, .create_class = CREATE_TAGGED, .provider_key = key, .provider_name = STR("aws"),
                          .recipe = recipe, .id = STR("vpc-1"), .applied = planned, .applied_digest = value_digest(planned),
                          .source_digest = value_digest(planned), .depends_on = &needs, .depends_on_count = 1, .prevent_destroy = true, .run = 7,
                          .observed = value_map_of(&arena, "cidr_block", value_cstr("10.0.0.0/16"), "id", value_cstr("vpc-1"), NULL), .at = at };
    r = record_outcome(&arena, &intent, "done", &row);
    r.serial = 3, r.run = 7, r.epoch = 1, r.wall_ms = 1763856000200;
    (void)check_record("outcome", r, &head);
}

static void test_record_types_and_classes_keep_their_numbers(void **state)
{
    (void)state;
    static const char *const names[] = { "genesis", "run-begin", "intent", "bound", "effect", "outcome", "observed", "forget", "move", "import",
                                         "marks", "pin", "output", "heartbeat", "take-over", "run-end" };
    CHECK_INT(RECORD_TYPE_COUNT, ARRAY_LEN(names));
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        CHECK_STR(str_of(record_type_name((enum record_type)i)), names[i]);
    CHECK_INT(CREATE_STATE, 0);
    CHECK_INT(CREATE_TOKEN, 1);
    CHECK_INT(CREATE_NAMED, 2);
    CHECK_INT(CREATE_PUT, 3);
    CHECK_INT(CREATE_TAGGED, 4);
    CHECK_INT(CREATE_NATURAL, 5);
}

static void test_the_identity_file(void **state)
{
    (void)state;
    struct id_file file;
    struct err err = { 0 };
    struct str text = vector(&arena, "identity-file");
    if (!id_file_parse(&arena, text, "infra.id", &file, &err))
        fail_msg("%s", err.message);
    CHECK_STR(file.stack, "prod");
    CHECK_INT(file.envs.count, 1);
    CHECK_INT(file.envs.items[0].recipients.count, 2);
    CHECK_INT(file.envs.items[0].recipients.items[0].sealed.len, 61); /* 1 + 12 + 32 + 16 */
    CHECK_VECTOR(&arena, "identity-file", id_file_text(&arena, &file));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_marks_and_derived_names, done),
        cmocka_unit_test_teardown(test_records_and_their_chain, done),
        cmocka_unit_test_teardown(test_record_types_and_classes_keep_their_numbers, done),
        cmocka_unit_test_teardown(test_the_identity_file, done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
