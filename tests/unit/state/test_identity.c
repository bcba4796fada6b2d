/*
 * test_identity.c - infra.id: made once, opened by who has the key, refused clearly; and what is derived from it.
 */
#include "tests/unit/state/fixture.h"

#include "state/identity_internal.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool open_identity(struct identity *ret, struct err *err)
{
    return identity_open(&identity_options, ret, err);
}

static void check_same_as_me(void)
{
    struct identity again;
    struct err err = { 0 };
    if (!open_identity(&again, &err))
        fail_msg("%s", err.message);
    CHECK(str_eq(again.mark_stack, me.mark_stack));
    assert_memory_equal(again.seal_key, me.seal_key, 32);
    assert_memory_equal(again.digest_key, me.digest_key, 32);
    assert_memory_equal(again.derive_key, me.derive_key, 32);
    identity_done(&again);
    CHECK(!again.has_secret);
}

static void check_refused_(enum err_code code, const char *part, const char *file, int line)
{
    struct identity no;
    struct err err = { 0 };
    if (open_identity(&no, &err)) {
        identity_done(&no);
        print_error("%s:%d: it was opened\n", file, line);
        _fail(file, line);
    }
    check_err_(&err, code, part, file, line);
}
#define CHECK_REFUSED(code, part) check_refused_(code, part, __FILE__, __LINE__)

static void test_a_fresh_identity_opens_again_with_its_key(void **state)
{
    (void)state;
    CHECK_STR(me.stack, "prod");
    CHECK_STR(me.env, "default");
    CHECK_INT(me.lineage_text.len, 26);
    CHECK_STR(me.mark_stack, arena_printf(&arena, "prod/default/%s", me.lineage_text.ptr).ptr);
    CHECK(memcmp(me.seal_key, me.digest_key, 32) != 0 && memcmp(me.seal_key, me.derive_key, 32) != 0);
    check_same_as_me();
    identity_options.may_create = false;
    check_same_as_me();
    identity_options.in_ci = true;
    check_same_as_me();
}

static void test_files_of_keys_are_private_and_the_identity_holds_no_secret_in_clear(void **state)
{
    (void)state;
    struct stat st;
    CHECK_INT(stat(in_folder("home/.config/infra/key"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_INT(stat(in_folder("home/.config/infra"), &st), 0);
    CHECK_INT(st.st_mode & 0777, 0700);
    struct str id = file_bytes(in_folder("infra.id"));
    CHECK(str_starts(id, STR("infra-id 1\n")));
    struct str key = str_trim(file_bytes(in_folder("home/.config/infra/key")));
    CHECK(str_find(id, str_slice(key, key.len - 44, key.len)) < 0);
}

static void test_a_second_env_has_its_own_lineage_and_keeps_the_first(void **state)
{
    (void)state;
    identity_options.env = STR("dr");
    struct identity dr;
    CHECK(open_identity(&dr, NULL));
    CHECK(str_starts(dr.mark_stack, STR("prod/dr/")));
    CHECK(!str_eq(dr.lineage_text, me.lineage_text));
    CHECK(memcmp(dr.seal_key, me.seal_key, 32) != 0);
    identity_done(&dr);
    identity_options.env = STR("default");
    check_same_as_me();
}

static void test_a_passphrase_wins_at_birth_and_opens_again(void **state)
{
    (void)state;
    (void)remove(in_folder("infra.id"));
    identity_done(&me);
    env_now.passphrase = "correct horse";
    CHECK(open_identity(&me, NULL));
    CHECK(file_holds(in_folder("infra.id"), "passphrase scrypt 15 8 1 salt "));
    check_same_as_me();
    env_now.passphrase = "wrong horse";
    CHECK_REFUSED(ERR_AUTH, "the passphrase does not open this deployment (prod/default)");
    env_now.passphrase = NULL;
    CHECK_REFUSED(ERR_AUTH, "no key of yours opens this deployment (prod/default)");
}

static bool say(void *context, const char *prompt, struct buf *ret)
{
    CHECK(strstr(prompt, "Passphrase"));
    buf_add_cstr(ret, context);
    return true;
}

static void test_a_passphrase_can_be_asked_for(void **state)
{
    (void)state;
    (void)remove(in_folder("infra.id"));
    identity_done(&me);
    env_now.passphrase = "correct horse";
    CHECK(open_identity(&me, NULL));
    env_now.passphrase = NULL;
    env_now.home = NULL; /* not even a folder for keys */
    identity_options.ask = say;
    identity_options.ask_context = "correct horse";
    check_same_as_me();
    identity_options.ask_context = "wrong";
    CHECK_REFUSED(ERR_AUTH, "the passphrase does not open this deployment");
}

static void test_another_users_key_does_not_open_it(void **state)
{
    (void)state;
    env_now.home = in_folder("other");
    CHECK_REFUSED(ERR_AUTH, "no key of yours opens this deployment (prod/default)");
    CHECK(access(in_folder("other"), F_OK) != 0); /* and none is made */
    env_now.home = NULL;
    CHECK_REFUSED(ERR_AUTH, "neither XDG_CONFIG_HOME nor HOME is set");
}

static void test_the_config_folder_may_be_named(void **state)
{
    (void)state;
    CHECK_INT(rename(in_folder("home/.config"), in_folder("config")), 0);
    env_now.config = in_folder("config");
    check_same_as_me();
}

static void test_a_key_that_others_can_read_is_refused(void **state)
{
    (void)state;
    CHECK_INT(chmod(in_folder("home/.config/infra/key"), 0640), 0);
    CHECK_REFUSED(ERR_AUTH, "can be read by others (mode 640)");
}

static void test_a_damaged_key_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = { "", "infra-key 1", "infra-key 1 AAAA\n", "other 1 AAAA\n", "infra-key 1 !!!!\n" };
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        put_file(in_folder("home/.config/infra/key"), str_of(texts[i]), 0600);
        CHECK_REFUSED(ERR_FORMAT, "cannot be read");
    }
    put_file(in_folder("home/.config/infra/key"), STR("infra-key 2 AAAA\n"), 0600);
    CHECK_REFUSED(ERR_NEWER, "was written by a newer infra");
}

static void test_first_plans_at_once_are_born_as_one(void **state)
{
    (void)state;
    (void)remove(in_folder("infra.id"));
    static struct io_ops differing; /* real randomness: two births would differ */
    differing = *io.ops;
    differing.random = io_real_ops.random;
    io.ops = &differing;
    int pipes[2];
    CHECK_INT(pipe(pipes), 0);
    pid_t pids[6];
    for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct identity id;
            if (!open_identity(&id, NULL))
                _exit(1);
            _exit(write(pipes[1], id.lineage, LINEAGE_BYTES) == LINEAGE_BYTES ? 0 : 1);
        }
    }
    uint8_t first[LINEAGE_BYTES], other[LINEAGE_BYTES];
    for (size_t i = 0; i < ARRAY_LEN(pids); i++) {
        int status;
        CHECK_INT(waitpid(pids[i], &status, 0), pids[i]);
        CHECK_INT(status, 0);
        CHECK_INT(read(pipes[0], i ? other : first, LINEAGE_BYTES), LINEAGE_BYTES);
        if (i)
            assert_memory_equal(first, other, LINEAGE_BYTES);
    }
    (void)close(pipes[0]);
    (void)close(pipes[1]);
}

static void test_it_is_not_made_without_leave_nor_in_ci(void **state)
{
    (void)state;
    (void)remove(in_folder("infra.id"));
    identity_options.in_ci = true;
    CHECK_REFUSED(ERR_NOT_FOUND, "does not say who prod/default is");
    identity_options.in_ci = false;
    identity_options.may_create = false;
    CHECK_REFUSED(ERR_NOT_FOUND, "there is no deployment prod/default yet");
    CHECK(access(in_folder("infra.id"), F_OK) != 0);
    identity_options.may_create = true;
    identity_options.in_ci = true;
    identity_options.env = STR("dr");
    CHECK_REFUSED(ERR_NOT_FOUND, "does not say who prod/dr is");
}

static void test_a_simulated_deployment_has_an_identity_of_its_own_even_in_ci(void **state)
{
    (void)state;
    env_now.home = NULL;
    identity_options.simulated = identity_options.in_ci = true;
    struct identity sim;
    CHECK(open_identity(&sim, NULL));
    CHECK(!str_eq(sim.lineage_text, me.lineage_text));
    CHECK(access(in_folder(".infra/sim/key"), F_OK) == 0);
    identity_done(&sim);
}

static void test_another_stacks_file_is_refused(void **state)
{
    (void)state;
    identity_options.stack = STR("staging");
    CHECK_REFUSED(ERR_CONFLICT, "is about the stack prod, but this one is called staging");
}

static void test_a_newer_file_is_refused(void **state)
{
    (void)state;
    put_file(in_folder("infra.id"), STR("infra-id 2\nwhatever comes\n"), 0644);
    CHECK_REFUSED(ERR_NEWER, "was written by a newer infra (format 2, this one knows 1)");
}

static void test_a_malformed_file_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
    } cases[] = {
        { "", "infra.id:1: this is no infra.id" },
        { "infra-id\n", "infra.id:1: this is no infra.id" },
        { "infra-id x\n", "infra.id:1: this is no infra.id" },
        { "infra-id 0\nstack prod\n", "infra.id:1: this is no infra.id" },
        { "infra-id -1\nstack prod\n", "infra.id:1: this is no infra.id" },
        { "infra-id 1\n", "infra.id:1: it names no stack" },
        { "infra-id 1\nstack\n", "infra.id:2: the stack has no name" },
        { "infra-id 1\nstack prod\nstack prod\n", "infra.id:3: the stack is named twice" },
        { "infra-id 1\nstack prod\nhello\n", "infra.id:3: unknown word" },
        { "infra-id 1\nstack prod\nenv default\n", "infra.id:3: expected: env NAME lineage" },
        { "infra-id 1\nstack prod\nenv default lineage abc\n", "infra.id:3: expected: env NAME lineage" },
        { "infra-id 1\nstack prod\nenv default lineage aaaaaaaaaaaaaaaaaaaaaaaaaa\nenv default lineage aaaaaaaaaaaaaaaaaaaaaaaaaa\n",
          "infra.id:4: the env stands there twice" },
        { "infra-id 1\nstack prod\nkey a ephemeral AAAA secret AAAA\n", "infra.id:3: the wrapped secret cannot be read" },
        { "infra-id 1\nstack prod\nenv default lineage aaaaaaaaaaaaaaaaaaaaaaaaaa\nkey a ephemeral AAAA secret AAAA\n",
          "infra.id:4: the wrapped secret cannot be read" },
        { "infra-id 1\nstack prod\nenv default lineage aaaaaaaaaaaaaaaaaaaaaaaaaa\npassphrase scrypt 99 8 1 salt AAAA secret AAAA\n",
          "infra.id:4: the wrapped secret cannot be read" },
        { "infra-id 1\nstack prod\nenv default lineage aaaaaaaaaaaaaaaaaaaaaaaaaa\npassphrase scrypt 15 8 1 salt AAAA secret AAAA more\n",
          "infra.id:4: the wrapped secret cannot be read" },
        { "<<<<<<< HEAD\ninfra-id 1\n", "infra.id:1: this is no infra.id" },
        { "infra-id 1\nstack prod\n<<<<<<< HEAD\n", "infra.id:3: unknown word" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        put_file(in_folder("infra.id"), str_of(cases[i].text), 0644);
        CHECK_REFUSED(ERR_FORMAT, cases[i].part);
    }
}

static void test_a_file_with_windows_line_ends_and_comments_opens(void **state)
{
    (void)state;
    struct str text = file_bytes(in_folder("infra.id"));
    DROP_BUF struct buf out = { 0 };
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\n')
            buf_add_cstr(&out, "\r");
        buf_add_char(&out, text.ptr[i]);
    }
    buf_add_cstr(&out, "\n   # and a remark\n\n");
    put_file(in_folder("infra.id"), buf_str(&out), 0644);
    check_same_as_me();
}

static void test_a_secret_wrapped_for_another_lineage_does_not_open(void **state)
{
    (void)state;
    struct str text = file_bytes(in_folder("infra.id"));
    char *changed = arena_cstr(&arena, text);
    char *at = strstr(changed, "lineage ") + 8;
    *at = *at == 'a' ? 'b' : 'a';
    put_file(in_folder("infra.id"), str_of(changed), 0644);
    CHECK_REFUSED(ERR_AUTH, "");
}

/* What lies in clouds and state for years: these texts never change. lineage 00 01 … 0f. */
static struct identity golden(void)
{
    struct identity id = { .stack = STR("prod"), .env = STR("default"), .has_secret = true };
    for (uint8_t i = 0; i < LINEAGE_BYTES; i++)
        id.lineage[i] = i;
    for (uint8_t i = 0; i < 32; i++)
        id.derive_key[i] = (uint8_t)(100 + i);
    return id;
}

static void test_marks_and_derived_names_never_change(void **state)
{
    (void)state;
    struct identity id = golden();
    CHECK_STR(identity_at_mark(&arena, &id, STR("aws_vpc.main")), "jx5sd2owxf7fayhefjacgn353h");
    CHECK_STR(identity_derived_name(&arena, &id, STR("aws_vpc.main"), STR("main"), 1, 63), "prod-main-jx5sd2");
    CHECK_STR(identity_derived_name(&arena, &id, STR("aws_vpc.main"), STR("main"), 2, 63), "prod-main-jx5sd2-2");
    CHECK_STR(identity_derived_name(&arena, &id, STR("aws_vpc.main"), STR("Main_X.y"), 1, 63), "prod-main-x-y-jx5sd2");
    CHECK_STR(identity_derived_name(&arena, &id, STR("aws_vpc.main"), STR("main"), 1, 14), "prod-ma-jx5sd2");
    CHECK_STR(identity_derived_name(&arena, &id, STR("aws_vpc.main"), STR("main"), 1, 12), "prod-jx5sd2"); /* no hyphen doubled */
    CHECK_STR(identity_derived_name(&arena, &id, STR("aws_vpc.main"), STR("main"), 12, 14), "prod-jx5sd2-12");
}

static void test_derived_secrets_never_change_and_depend_on_everything(void **state)
{
    (void)state;
    struct identity id = golden();
    uint8_t first[16], other[16];
    identity_derive(&id, STR("core_random_password.db"), 1, STR("{}"), "password", first, sizeof first);
    CHECK_STR(hex_encode(&arena, str_n((char *)first, 16)), "b106cf772361c7877b81b97fdf7fa833");
    static const struct {
        const char *address;
        uint32_t generation;
        const char *keepers, *purpose;
    } cases[] = {
        { "core_random_password.dc", 1, "{}", "password" }, { "core_random_password.db", 2, "{}", "password" },
        { "core_random_password.db", 1, "{a}", "password" }, { "core_random_password.db", 1, "{}", "key" },
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        identity_derive(&id, str_of(cases[i].address), cases[i].generation, str_of(cases[i].keepers), cases[i].purpose, other, sizeof other);
        assert_memory_not_equal(first, other, 16);
    }
    id.derive_key[0]++;
    identity_derive(&id, STR("core_random_password.db"), 1, STR("{}"), "password", other, sizeof other);
    assert_memory_not_equal(first, other, 16);
}

static void test_uids_are_26_characters_and_differ(void **state)
{
    (void)state;
    struct str a = uid_new(&arena, &io), b = uid_new(&arena, &io);
    CHECK_INT(a.len, 26);
    CHECK(!str_eq(a, b));
}

static void test_sealed_bytes_open_only_whole_in_their_place_and_with_their_key(void **state)
{
    (void)state;
    struct str sealed = seal_bytes(&arena, &io, me.seal_key, STR("uid/1"), STR("hunter2")), plain;
    struct err err = { 0 };
    CHECK(seal_open(&arena, me.seal_key, STR("uid/1"), sealed, &plain, &err));
    CHECK_STR(plain, "hunter2");
    CHECK(!seal_open(&arena, me.seal_key, STR("uid/2"), sealed, &plain, &err));
    CHECK_ERR(&err, ERR_AUTH, "do not open");
    err_clear(&err);
    CHECK(!seal_open(&arena, me.digest_key, STR("uid/1"), sealed, &plain, &err));
    CHECK_ERR(&err, ERR_AUTH, "do not open");
    char *bytes = arena_cstr(&arena, sealed);
    for (size_t i = 0; i < sealed.len * 8; i++) {
        bytes[i / 8] ^= (char)(1 << (i % 8));
        CHECK(!seal_open(&arena, me.seal_key, STR("uid/1"), str_n(bytes, sealed.len), &plain, NULL));
        bytes[i / 8] ^= (char)(1 << (i % 8));
    }
    for (size_t len = 0; len < sealed.len; len++)
        CHECK(!seal_open(&arena, me.seal_key, STR("uid/1"), str_n(bytes, len), &plain, NULL));
    bytes[0] = 2;
    err_clear(&err);
    CHECK(!seal_open(&arena, me.seal_key, STR("uid/1"), sealed.len ? str_n(bytes, sealed.len) : sealed, &plain, &err));
    CHECK_ERR(&err, ERR_NEWER, "seal format 2");
    sealed = seal_bytes(&arena, &io, me.seal_key, STR_NONE, STR_NONE); /* nothing, from nowhere */
    CHECK(seal_open(&arena, me.seal_key, STR_NONE, sealed, &plain, NULL));
    CHECK_STR(plain, "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_done)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(test_a_fresh_identity_opens_again_with_its_key),
        TEST(test_files_of_keys_are_private_and_the_identity_holds_no_secret_in_clear),
        TEST(test_a_second_env_has_its_own_lineage_and_keeps_the_first),
        TEST(test_a_passphrase_wins_at_birth_and_opens_again),
        TEST(test_a_passphrase_can_be_asked_for),
        TEST(test_another_users_key_does_not_open_it),
        TEST(test_the_config_folder_may_be_named),
        TEST(test_a_key_that_others_can_read_is_refused),
        TEST(test_a_damaged_key_is_refused),
        TEST(test_first_plans_at_once_are_born_as_one),
        TEST(test_it_is_not_made_without_leave_nor_in_ci),
        TEST(test_a_simulated_deployment_has_an_identity_of_its_own_even_in_ci),
        TEST(test_another_stacks_file_is_refused),
        TEST(test_a_newer_file_is_refused),
        TEST(test_a_malformed_file_is_refused_with_its_line),
        TEST(test_a_file_with_windows_line_ends_and_comments_opens),
        TEST(test_a_secret_wrapped_for_another_lineage_does_not_open),
        TEST(test_marks_and_derived_names_never_change),
        TEST(test_derived_secrets_never_change_and_depend_on_everything),
        TEST(test_uids_are_26_characters_and_differ),
        TEST(test_sealed_bytes_open_only_whole_in_their_place_and_with_their_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
