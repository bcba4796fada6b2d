/*
 * test_lang_evaluate.c - evaluating is a pure function: same files, same config; bundles, closures,
 * positions, addresses, codes.
 */
#include "tests/unit/engine_lang/lang_world.h"

static const char demo[] =
    "stack \"prod\" { infra = \">= 0.1\", state = \"s3://b/k?region=eu\" }\n"
    "local size = input \"size\" { type = \"integer\", default = 3 }\n"
    "local net = scope(\"net\", require \"lib.net\", size)\n"
    "aws.thing \"t\" { name = net.vpc.id .. \"-x\", labels = { z = \"1\", a = \"2\", m = net.vpc.id }, port "
    "= apply(net.vpc.id, function(id) return #id + size end) }\n"
    "output \"id\" { value = net.vpc.id, description = \"the network\" }\n";
static const char net[] = "return function(n)\n"
                          "  local vpc = aws.vpc \"main\" { cidr_block = \"10.0.0.0/16\" }\n"
                          "  for i = 1, n do aws.subnet(\"s\" .. i) { vpc_id = vpc.id, cidr_block = "
                          "cidr.subnet(\"10.0.0.0/16\", 8, i) } end\n"
                          "  return { vpc = vpc }\n"
                          "end\n";

static struct digest config_digest(const struct config *config)
{
    DROP_ARENA struct arena scratch = {0};
    struct value_builder b = {.arena = &scratch};
    for (size_t i = 0; i < config->resources.count; i++) {
        value_builder_add(&b, value_str(config->resources.items[i].address));
        value_builder_add(&b, config->resources.items[i].args);
    }
    for (size_t i = 0; i < config->outputs.count; i++)
        value_builder_add(&b, config->outputs.items[i].value);
    return value_digest(value_builder_list(&b));
}

static void demo_world(struct world *w)
{
    world_file(w, "../lib/net.lua", net);
    world_file(w, "stack.lua", demo);
}

static void test_the_same_stack_gives_the_same_config(void **state)
{
    (void)state;
    struct digest digests[5], bundles[5];
    for (size_t i = 0; i < 5; i++) {
        struct world w = {0};
        demo_world(&w);
        if (!world_run(&w))
            fail_msg("%.*s", STR_ARG(world_findings(&w)));
        digests[i] = config_digest(w.config);
        bundles[i] = w.config->bundle;
        assert_true(digest_eq(&digests[0], &digests[i]) && digest_eq(&bundles[0], &bundles[i]));
        world_done(&w);
    }
}

static void test_a_bundle_gives_the_same_config_without_the_disk(void **state)
{
    (void)state;
    struct world w = {0}, again = {0};
    demo_world(&w);
    assert_true(world_run(&w));
    assert_int_equal(w.config->files.count, 2);
    CHECK_STR(w.config->files.items[0].path, "../lib/net.lua");
    CHECK_STR(w.config->files.items[1].path, "stack.lua");
    assert_true(w.config->files.items[0].chunk);
    again.options.bundle = w.config->files.items;
    again.options.bundle_count = w.config->files.count;
    again.options.bundle_inputs = value_map_of(&w.memory, "size", value_int(3), NULL);
    assert_true(world_run(&again));
    assert_int_equal(again.reads, 0);
    struct digest a = config_digest(w.config), b = config_digest(again.config);
    assert_true(digest_eq(&a, &b));
    assert_true(digest_eq(&w.config->bundle, &again.config->bundle));
    CHECK_STR(again.config->inputs.items[0].source, "plan");
    world_done(&again);
    world_done(&w);
}

static void test_what_the_stack_says_of_itself(void **state)
{
    (void)state;
    struct world w = {0};
    demo_world(&w);
    assert_true(world_run(&w));
    CHECK_STR(w.config->stack_name, "prod");
    CHECK_STR(w.config->state_url, "s3://b/k?region=eu");
    CHECK_STR(w.config->needs_infra, ">= 0.1");
    CHECK_STR(w.config->outputs.items[0].description, "the network");
    struct config_resource *s2 = config_find(w.config, STR("net/aws_subnet.s2"));
    assert_non_null(s2);
    CHECK_STR(s2->name, "s2");
    assert_int_equal(s2->trail_count, 1);
    CHECK_STR(s2->trail[0].file, "stack.lua");
    assert_int_equal(s2->trail[0].line, 3);
    assert_null(config_find(w.config, STR("aws_subnet.s2")));
    struct path path;
    struct err err = {0};
    assert_true(path_parse(&w.memory, STR("cidr_block"), &path, &err));
    struct pos at = config_attr_pos(s2, path, false);
    CHECK_STR(at.file, "../lib/net.lua");
    assert_int_equal(at.line, 3);
    assert_int_equal(at.column, 59);
    world_done(&w);
}

static void test_a_closure_runs_when_its_arguments_are_known(void **state)
{
    (void)state;
    struct world w = {0};
    demo_world(&w);
    assert_true(world_run(&w));
    struct value port = value_get(config_find(w.config, STR("aws_thing.t"))->args, "port");
    assert_int_equal(port.kind, VALUE_EXPR);
    assert_int_equal(port.expr->kind, EXPR_CLOSURE);
    CHECK_STR(port.expr->name, "stack.lua");
    assert_int_equal(port.expr->line, 4);
    assert_true(digest_eq(&port.expr->bundle, &w.config->bundle));
    struct value arg = value_cstr("vpc-1"), out;
    struct err err = {0};
    assert_int_equal(lang_call_closure(w.config, &w.memory, port.expr, &arg, &out, &err), RESOLVED_KNOWN);
    assert_int_equal(value_to_int(out, 0), 8);
    world_done(&w);
}

static enum resolved call_first(struct world *w, const char *stack, struct value arg, struct value *out,
                                struct err *err)
{
    if (!world_run_text(w, stack))
        fail_msg("%.*s", STR_ARG(world_findings(w)));
    struct value v = value_get(config_find(w->config, STR("aws_thing.t"))->args, "name");
    return lang_call_closure(w->config, &w->memory, v.expr, &arg, out, err);
}

static void test_what_a_closure_may_not_do(void **state)
{
    (void)state;
    static const struct {
        const char *body, *says;
    } rows[] = {
        {"aws.vpc \"w\" { } return id", "cannot be declared inside apply"},
        {"output \"w\" { value = 1 } return id", "cannot be declared inside apply"},
        {"return input \"x\" { }", "cannot be declared inside apply"},
        {"scope(\"x\", print) return id", "cannot be declared inside apply"},
        {"return v.id", "is a reference"},
        {"return v.id .. id", "is a reference"},
        {"return apply(id, function() end)", "nested"},
        {"return id + 1", "arithmetic"},
        {"return require \"lib.x\"", "no module"},
        {"return file.text \"x\"", "while the stack is evaluated"},
        {"while true do end", "too long"},
        {"return { id, nil, id }", "hole"},
        {"error(\"not \" .. id)", "not vpc-1"},
        {"return nosuch", "not defined"},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct world w = {0};
        struct err err = {0};
        struct value out;
        w.options.instructions_max = 1000000;
        struct str stack = arena_printf(
            &w.memory,
            "local v = aws.vpc \"v\" { }\naws.thing \"t\" { name = apply(v.id, function(id)\n  %s\nend) }",
            rows[i].body);
        assert_int_equal(call_first(&w, stack.ptr, value_cstr("vpc-1"), &out, &err), RESOLVED_FAILED);
        if (!strstr(err.message, rows[i].says))
            fail_msg("%s\nwant %s, got %s", rows[i].body, rows[i].says, err.message);
        world_done(&w);
    }
}

static void test_a_closure_gets_copies(void **state)
{
    (void)state;
    struct world w = {0};
    struct err err = {0};
    struct value out;
    struct value arg = value_map_of(&w.memory, "a", value_int(1), NULL);
    enum resolved r = call_first(&w,
                                 "local v = aws.vpc \"v\" { }\naws.thing \"t\" { name = apply(v.tags, "
                                 "function(tags) tags.a = 2 return json.encode(tags) end) }",
                                 arg, &out, &err);
    assert_int_equal(r, RESOLVED_KNOWN);
    assert_true(value_is(out, "{\"a\":2}"));
    assert_int_equal(value_to_int(value_get(arg, "a"), 0), 1);
    world_done(&w);
}

static void test_var_files_and_the_environment_have_their_places(void **state)
{
    (void)state;
    struct world w = {0};
    const char *files[] = {"/tmp/a.yaml", "/tmp/b.json"};
    w.options.var_files = files;
    w.options.var_file_count = 2;
    w.files[0] = (struct world_file){.path = "/tmp/a.yaml", .bytes = STR("x: a\ny: a\n")};
    w.files[1] = (struct world_file){.path = "/tmp/b.json", .bytes = STR("{\"y\": \"b\"}")};
    w.file_count = 2;
    world_file(&w, "inputs.yaml", "x: i\ny: i\nz: i\n");
    bool ok = world_run_text(&w, "print((input \"x\" { }), (input \"y\" { }), (input \"z\" { }))");
    if (!ok)
        fail_msg("%.*s", STR_ARG(world_findings(&w)));
    assert_string_equal(w.printed.ptr, "1: a\tb\ti\n");
    world_done(&w);
}

static const char *environment(void *context, const char *name)
{
    (void)context;
    return !strcmp(name, "INFRA_VAR_x") ? "from env" : !strcmp(name, "INFRA_VAR_l") ? "[1, 2]" : NULL;
}

static void test_the_environment_beats_files_but_not_options(void **state)
{
    (void)state;
    struct world w = {0};
    struct lang_var var = {STR("y"), STR("from option")};
    w.options.getenv = environment;
    w.options.vars = &var;
    w.options.var_count = 1;
    world_file(&w, "inputs.yaml", "x: file\ny: file\n");
    assert_true(world_run_text(
        &w, "print((input \"x\" { }), (input \"y\" { }), #(input \"l\" { type = \"list of integer\" }))"));
    assert_string_equal(w.printed.ptr, "1: from env\tfrom option\t2\n");
    CHECK_STR(w.config->inputs.items[0].source, "INFRA_VAR_x");
    world_done(&w);
}

static void test_sensitive_inputs_stay_marked(void **state)
{
    (void)state;
    struct world w = {0};
    struct lang_var var = {STR("p"), STR("hush")};
    w.options.vars = &var;
    w.options.var_count = 1;
    assert_true(world_run_text(&w, "local p = input \"p\" { sensitive = true }\naws.thing \"t\" { name = p "
                                   ".. \"x\" }\noutput \"o\" { value = p }"));
    assert_true(value_sensitive(w.config->inputs.items[0].value));
    assert_true(w.config->outputs.items[0].sensitive);
    assert_true(value_sensitive(value_get(w.config->resources.items[0].args, "name")));
    world_done(&w);
}

static void test_addresses(void **state)
{
    (void)state;
    static const struct {
        const char *text, *scope, *type, *name;
    } good[] = {
        {"aws_vpc.main", "", "aws_vpc", "main"},
        {"net/edge/aws_vpc.a.b:c-d", "net/edge/", "aws_vpc", "a.b:c-d"},
        {"k8s_deployment.prod:web", "", "k8s_deployment", "prod:web"},
        {"a.b/aws_vpc.x", "a.b/", "aws_vpc", "x"},
        {"t._0", "", "t", "_0"},
    };
    static const char *const bad[] = {"",
                                      ".",
                                      "x",
                                      "a.",
                                      ".a",
                                      "/aws_vpc.a",
                                      "a//aws_vpc.b",
                                      "aws_vpc.a b",
                                      "aws-vpc.a",
                                      "aws_vpc.-a",
                                      "net/",
                                      "aws_vpc.a/b",
                                      "aws_vpc.\xc3\xa4"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        struct address a;
        struct err err = {0};
        assert_true(address_parse(str_of(good[i].text), &a, &err));
        CHECK_STR(a.scope, good[i].scope);
        CHECK_STR(a.type, good[i].type);
        CHECK_STR(a.name, good[i].name);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct address a;
        struct err err = {0};
        if (address_parse(str_of(bad[i]), &a, &err))
            fail_msg("'%s' is taken", bad[i]);
        assert_int_equal(err.code, ERR_INVALID);
    }
    DROP_ARENA struct arena arena = {0};
    char *long_name = arena_alloc(&arena, 400);
    memset(long_name, 'x', 330);
    struct address a;
    struct err err = {0};
    assert_true(address_parse(arena_printf(&arena, "aws_vpc.%.*s", 100, long_name), &a, &err));
    assert_false(address_parse(arena_printf(&arena, "aws_vpc.%.*s", 101, long_name), &a, &err));
    assert_true(address_parse(arena_printf(&arena, "k8s_job.%.*s", 320, long_name), &a, &err));
    assert_false(address_parse(arena_printf(&arena, "k8s_job.%.*s", 321, long_name), &a, &err));
}

static void test_codes_are_unique_and_explained(void **state)
{
    (void)state;
    size_t count;
    const struct lang_code *codes = lang_codes(&count);
    assert_true(count > 60);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(strlen(codes[i].code), 5);
        assert_true(codes[i].title[0] && codes[i].text[0]);
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(codes[i].code, codes[j].code);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_same_stack_gives_the_same_config),
        cmocka_unit_test(test_a_bundle_gives_the_same_config_without_the_disk),
        cmocka_unit_test(test_what_the_stack_says_of_itself),
        cmocka_unit_test(test_a_closure_runs_when_its_arguments_are_known),
        cmocka_unit_test(test_what_a_closure_may_not_do),
        cmocka_unit_test(test_a_closure_gets_copies),
        cmocka_unit_test(test_var_files_and_the_environment_have_their_places),
        cmocka_unit_test(test_the_environment_beats_files_but_not_options),
        cmocka_unit_test(test_sensitive_inputs_stay_marked),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_codes_are_unique_and_explained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
