/*
 * test_plan_file.c - plan files come back as they were or not at all; the digest says exactly what would be done.
 */
#include "tests/unit/engine_plan/fixture.h"
#include "tests/unit/state/vectors.h"

#include <stdio.h>
#include <sys/stat.h>

#define NET map("cidr", text("10.0.0.0/16"), NULL)

static const char *path(void)
{
    return arena_printf(&arena, "%s/saved.plan", folder).ptr;
}

static void save(void)
{
    struct err err = { 0 };
    if (!plan_file_save(io, path(), plan, &me, &input, &err))
        fail_msg("%s", err.message);
}

static struct str bytes_of_file(void)
{
    struct str bytes;
    CHECK(io_file_read(io, &arena, path(), 1 << 20, &bytes, NULL));
    return bytes;
}

static void check_refused_(enum err_code code, const char *part, const char *file, int line)
{
    struct plan_file f;
    struct err err = { 0 };
    if (plan_file_load(io, &arena, path(), &me, &f, &err)) {
        print_error("%s:%d: it was loaded\n", file, line);
        _fail(file, line);
    }
    check_err_(&err, code, part, file, line);
}
#define CHECK_REFUSED(code, part) check_refused_(code, part, __FILE__, __LINE__)

static void declare_all(void)
{
    declare("t_net.a", NET);
    declare("t_sub.b", map("net_id", ref("t_net.a", "id"), "password", secret("canary-attribute"), NULL));
    declare_output("o", secret("canary-output"), true);
    *VEC_PUSH(&config->inputs, &arena) = (struct config_input){ .name = STR("pw"), .value = text("canary-input"), .sensitive = true };
    *VEC_PUSH(&config->inputs, &arena) = (struct config_input){ .name = STR("region"), .value = text("eu") };
    *VEC_PUSH(&config->lookups, &arena) = (struct config_lookup){ .key = STR("aws_ami/x"), .answer = text("ami-1") };
    *VEC_PUSH(&config->files, &arena) = (struct config_file){ .path = STR("stack.lua"), .bytes = STR("return 1"), .chunk = true };
    plan_now();
}

static void test_a_plan_comes_back_as_it_was_saved(void **unused)
{
    (void)unused;
    struct str target = STR("t_sub.b");
    input.targets = &target;
    input.target_count = 1;
    declare_all();
    save();
    struct plan_file f;
    struct err err = { 0 };
    CHECK(plan_file_load(io, &arena, path(), &me, &f, &err));
    CHECK(str_eq(f.digest_hex, plan->digest_hex));
    CHECK_STR(f.stack, "prod");
    CHECK_STR(f.env, "default");
    CHECK_INT(f.base_serial, state_serial(state));
    CHECK_INT(f.bundle_count, 1);
    CHECK_STR(f.bundle[0].path, "stack.lua");
    CHECK_STR(f.bundle[0].bytes, "return 1");
    CHECK(f.bundle[0].chunk);
    CHECK(value_is(value_get(f.inputs, "pw"), "canary-input"));
    CHECK(value_sensitive(value_get(f.inputs, "pw")));
    CHECK(value_is(value_get(f.inputs, "region"), "eu"));
    CHECK(value_is(value_get(f.answers, "aws_ami/x"), "ami-1"));
    CHECK(value_is(value_at(value_get(f.options, "targets"), 0), "t_sub.b"));
    CHECK_INT(f.summary.count, 2);
    struct stat st;
    CHECK_INT(stat(path(), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
}

static void test_no_secret_stands_in_the_file(void **unused)
{
    (void)unused;
    declare_all();
    save();
    CHECK(str_find(bytes_of_file(), STR("canary")) < 0);
    CHECK(str_find(bytes_of_file(), STR("$sealed")) >= 0);
}

static void test_an_altered_file_is_refused_at_every_byte(void **unused)
{
    (void)unused;
    declare_all();
    save();
    struct str good = bytes_of_file();
    char *bad = arena_cstr(&arena, good);
    for (size_t i = 0; i < good.len; i++) {
        bad[i] ^= (char)(1 << (i % 8));
        CHECK(io_file_write(io, path(), str_n(bad, good.len), 0600, NULL));
        struct plan_file f;
        struct err err = { 0 };
        CHECK(!plan_file_load(io, &arena, path(), &me, &f, &err));
        CHECK(err.code == ERR_FORMAT || err.code == ERR_CONFLICT || (i == 8 && err.code == ERR_NEWER));
        bad[i] ^= (char)(1 << (i % 8));
    }
    for (size_t len = 0; len < good.len; len += 7) {
        CHECK(io_file_write(io, path(), str_slice(good, 0, len), 0600, NULL));
        CHECK_REFUSED(ERR_FORMAT, "");
    }
    CHECK(io_file_write(io, path(), STR("a text"), 0600, NULL));
    CHECK_REFUSED(ERR_FORMAT, "is not a plan file");
}

static void with_version(uint8_t version)
{
    declare_all();
    save();
    struct str good = bytes_of_file();
    char *bytes = arena_cstr(&arena, good);
    bytes[8] = (char)version;
    struct digest check = digest_hmac(str_n((const char *)me.digest_key, sizeof me.digest_key), str_n(bytes, good.len - DIGEST_BYTES));
    memcpy(bytes + good.len - DIGEST_BYTES, check.bytes, DIGEST_BYTES);
    CHECK(io_file_write(io, path(), str_n(bytes, good.len), 0600, NULL));
}

static void test_a_newer_file_is_refused(void **unused)
{
    (void)unused;
    with_version(2);
    CHECK_REFUSED(ERR_NEWER, "was written by a newer infra (plan format 2, this one knows 1)");
    with_version(0);
    CHECK_REFUSED(ERR_FORMAT, "is not a plan file");
}

static void test_another_deployments_plan_is_refused(void **unused)
{
    (void)unused;
    declare_all();
    save();
    me.lineage_text = STR("bbbbbbbbbbbbbbbbbbbbbbbbbb");
    CHECK_REFUSED(ERR_CONFLICT, "is a plan for another deployment (prod/default)");
    me.lineage_text = STR("aaaqeayeaudaocajbifqydiob4");
    me.seal_key[0]++;
    CHECK_REFUSED(ERR_AUTH, "do not open");
}

static void test_a_missing_file_is_told(void **unused)
{
    (void)unused;
    (void)remove(path());
    CHECK_REFUSED(ERR_NOT_FOUND, "");
}

static void test_planning_again_gives_the_same_digest(void **unused)
{
    (void)unused;
    row("t_net.x", "net-1", NET);
    declare_all();
    struct digest first = plan->digest;
    CHECK_INT(plan->digest_hex.len, 64);
    fake_io_advance(io, 1000000);
    struct record beat = { .type = RECORD_HEARTBEAT };
    CHECK(state_append(state, &beat, 1, NULL));
    plan_now();
    CHECK(digest_eq(&first, &plan->digest));
}

static struct digest now(void)
{
    plan_now();
    return plan->digest;
}

static void check_differs_(const struct digest *a, int line)
{
    struct digest b = now();
    if (digest_eq(a, &b)) {
        print_error("%s:%d: the digest is the same\n", __FILE__, line);
        _fail(__FILE__, line);
    }
}
#define DIFFERS(a) check_differs_(a, __LINE__)

static void test_the_digest_changes_with_everything_that_would_be_done(void **unused)
{
    (void)unused;
    row("t_net.a", "net-1", NET);
    struct config_resource *r = declare("t_net.a", map("cidr", text("10.0.0.0/16"), "name", text("x"), NULL));
    struct digest base = now();
    r->args = map("cidr", text("10.0.0.0/16"), "name", text("y"), NULL);             /* another value */
    DIFFERS(&base);
    r->args = map("cidr", text("10.0.0.0/16"), "name", text("x"), NULL);
    thing_of("net-1")->attrs = value_with(&arena, thing_of("net-1")->attrs, "name", text("z")); /* another prior */
    DIFFERS(&base);
    thing_of("net-1")->attrs = value_with(&arena, thing_of("net-1")->attrs, "name", VALUE_NONE);
    r->args = map("cidr", text("10.0.0.0/16"), "name", text("x"), "tags", map("a", text("b"), NULL), NULL); /* one attribute more */
    DIFFERS(&base);
    r->args = map("cidr", text("10.0.0.0/16"), "name", text("x"), NULL);
    r->address = STR("t_net.b");                                                     /* another address, and so another plan */
    DIFFERS(&base);
    r->address = STR("t_net.a");
    declare("t_net.c", NET);                                                         /* one more */
    DIFFERS(&base);
    config->resources.count = 1;
    declare_output("o", text("v"), false);                                           /* an output */
    DIFFERS(&base);
    config->outputs.count = 0;
    input.destroy = true;                                                            /* another action */
    DIFFERS(&base);
    input.destroy = false;
    r = &config->resources.items[0];
    struct digest again = now();
    CHECK(digest_eq(&base, &again));
    r->args = map("cidr", text("10.1.0.0/16"), NULL);
    struct digest replaced = now();
    r->lifecycle.create_before_destroy = true;                                       /* the order of a replace */
    DIFFERS(&replaced);
    r->lifecycle.create_before_destroy = false;
    input.accept_missing = true;                                                     /* an allowance */
    DIFFERS(&replaced);
}

static void test_the_digest_shows_secrets_only_under_the_key(void **unused)
{
    (void)unused;
    struct config_resource *r = declare("t_sub.b", map("net_id", text("n"), "password", secret("one"), NULL));
    struct digest one = now();
    r->args = map("net_id", text("n"), "password", secret("two"), NULL);
    DIFFERS(&one);
    r->args = map("net_id", text("n"), "password", secret("one"), NULL);
    me.digest_key[0]++;
    DIFFERS(&one);
    me.digest_key[0]--;
    struct value parts[2] = { secret("low-entropy"), ref("t_net.a", "id") }, joined;
    declare("t_net.a", NET);
    CHECK(expr_call(&arena, STR("concat"), parts, 2, (struct pos){ 0 }, &joined, NULL));
    config->resources.items[0].args = map("net_id", text("n"), "password", joined, NULL);
    struct digest expression = now();
    me.digest_key[0]++;
    DIFFERS(&expression);
}

static void test_positions_and_comments_do_not_count(void **unused)
{
    (void)unused;
    struct config_resource *r = declare("t_net.a", NET);
    struct digest base = now();
    r->at.line = 77;
    r->lifecycle.prevent_destroy = true;
    struct digest moved = now();
    CHECK(digest_eq(&base, &moved));
}

/* docs/formats.md 5 and 6, computed by tests/vectors/formats/make.py. */
static void test_digest_and_file_are_as_the_text_says(void **unused)
{
    (void)unused;
    plan_now();
    CHECK_VECTOR(&arena, "plan-digest empty", plan->digest_hex);
    save();
    CHECK_VECTOR(&arena, "plan-file", bytes_of_file());
    row("t_net.a", "net-1", NET);
    declare("t_net.a", map("cidr", text("10.0.0.0/16"), "name", text("x"), NULL));
    declare("t_net.c", map("cidr", text("10.1.0.0/16"), NULL));
    declare("t_sub.b", map("net_id", ref("t_net.c", "id"), "password", secret("s3cret"), NULL));
    declare_output("o", text("v"), false);
    plan_now();
    static const char *const names[] = { "entry update", "entry create", "entry create-unknown" };
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        CHECK_VECTOR(&arena, names[i], str_n((const char *)plan->changes.items[i].digest.bytes, DIGEST_BYTES));
    CHECK_VECTOR(&arena, "plan-digest", plan->digest_hex);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_plan_comes_back_as_it_was_saved),
        TEST(test_no_secret_stands_in_the_file),
        TEST(test_an_altered_file_is_refused_at_every_byte),
        TEST(test_a_newer_file_is_refused),
        TEST(test_another_deployments_plan_is_refused),
        TEST(test_a_missing_file_is_told),
        TEST(test_planning_again_gives_the_same_digest),
        TEST(test_the_digest_changes_with_everything_that_would_be_done),
        TEST(test_the_digest_shows_secrets_only_under_the_key),
        TEST(test_positions_and_comments_do_not_count),
        TEST(test_digest_and_file_are_as_the_text_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
