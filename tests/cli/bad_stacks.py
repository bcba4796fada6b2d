"""bad_stacks.py - stacks that are wrong: each must exit 1 with nothing on stdout, and say what and where.

`err` are regular expressions that standard error must match: the code, the place, the words of the message.
"""


def bad(text, *err, **more):
    return {"text": text, "err": err, **more}


STACKS = {
    "syntax": bad('aws.vpc "x" { cidr_block = }', r"error\[E\d+\]", r"stack\.lua:1:\d+"),
    "unclosed": bad('aws.vpc "x" {', r"stack\.lua:1"),
    "endless_loop": bad("while true do end", r"error\[E\d+\]", r"instruction|too long|limit"),
    "endless_loop_in_pcall": bad("while true do pcall(function() while true do end end) end", r"instruction|too long|limit"),
    "memory_bomb": bad('local s = "x" while true do s = s .. s end', r"memory|too large|limit|instruction"),
    "pattern_bomb": bad('local s = ("a"):rep(200) string.find(s, ("a*"):rep(60) .. "b")', r"pattern|steps|limit"),
    "deep_recursion": bad("local function f() return 1 + f() end f()", r"stack\.lua:1"),
    "bytecode": bad(b"\x1bLuaS\x00\x19\x93\r\n", r"stack\.lua"),
    "not_utf8": bad(b'output "x" { value = "\xff\xfe" }', r"UTF-8"),
    "misspelt_global": bad("vcp = 1 print(vpcc)", r"error\[E\d+\]", r"vpcc"),
    "misspelt_type": bad('aws.vpcc "x" { }', r"did you mean .*vpc"),
    "misspelt_attribute": bad('aws.vpc "x" { cidr_blok = "10.0.0.0/16" }', r"error\[E0107\]", r"stack\.lua:1:\d+", r"did you mean .*cidr_block"),
    "misspelt_reference": bad('local v = aws.vpc "x" { cidr_block = "10.0.0.0/16" }\n\naws.subnet "s" { vpc_id = v.idd, cidr_block = "10.0.1.0/24" }',
                              r"stack\.lua:3:\d+", r"idd"),
    "misspelt_enum": bad('aws.vpc "x" { cidr_block = "10.0.0.0/16", instance_tenancy = "dedicatd" }', r"E0110", r"did you mean .*dedicated"),
    "misspelt_lifecycle": bad('core.data "x" { lifecycle = { prevent_destory = true } }', r"prevent_destroy"),
    "wrong_type": bad('aws.vpc "x" { cidr_block = { "10.0.0.0/16" } }', r"E0109", r"cidr_block"),
    "bad_cidr": bad('aws.vpc "x" { cidr_block = "10.0.0.1/16" }', r"E0112", r"10\.0\.0\.1/16"),
    "missing_attribute": bad('aws.subnet "x" { cidr_block = "10.0.0.0/24" }', r"E0108", r"vpc_id"),
    "computed_given": bad('aws.vpc "x" { cidr_block = "10.0.0.0/16", owner_id = "1" }', r"E0113", r"owner_id"),
    "null_in_list": bad('core.data "x" { input = { 1, null } , triggers_replace = { [1] = 1, [3] = 3 } }', r"hole|null"),
    "hole_in_array": bad('core.data "x" { input = { [1] = 1, [3] = 3 } }', r"hole|mixed|array"),
    "mixed_table": bad('core.data "x" { input = { 1, a = 2 } }', r"E0502", r"list may not have the key `a`"),
    "cycle": bad('core.data "a" { depends_on = { "core_data.b" } }\ncore.data "b" { depends_on = { "core_data.a" } }', r"dependency cycle: core_data\.a -> core_data\.b -> core_data\.a"),
    "duplicate": bad('core.data "a" { }\ncore.data "a" { }', r"stack\.lua:2:\d+", r"twice", r"stack\.lua:1:\d+"),
    "dangling_depends_on": bad('core.data "a" { depends_on = { "core_data.zz" } }', r"core_data\.zz"),
    "dangling_moved": bad('moved { from = "core_data.a", to = "core_data.b" }', r"core_data\.b"),
    "bad_address": bad('core.data "a b" { }', r"stack\.lua:1:\d+"),
    "no_body": bad('aws.vpc "x"', r"stack\.lua:1"),
    "if_reference": bad('local v = aws.vpc "x" { cidr_block = "10.0.0.0/16" }\nif v.arn == "x" then end', r"stack\.lua:2:\d+"),
    "arithmetic_on_reference": bad('local v = aws.vpc "x" { cidr_block = "10.0.0.0/16" }\nlocal n = v.id + 1', r"stack\.lua:2"),
    "length_of_reference": bad('local v = aws.vpc "x" { cidr_block = "10.0.0.0/16" }\nlocal n = #v.id', r"stack\.lua:2"),
    "required_input": bad('input "who" { type = "string" }', r"who"),
    "wrong_input": bad('input "n" { type = "number" }', r"n\b", r"abc", words=["--var", "n=abc"]),
    "unknown_input": bad('input "size" { type = "number", default = 1 }', r"sise", r"did you mean .*size", words=["--var", "sise=2"]),
    "bad_inputs_file": bad('input "n" { type = "number", default = 1 }', r"inputs\.yaml", files={"inputs__yaml": "n: [1\n"}),
    "forbidden_os": bad('os.execute("true")', r"os"),
    "forbidden_load": bad('load("return 1")()', r"load"),
    "require_outside": bad('require "../../../etc/passwd"', r"require|outside|module"),
    "require_missing": bad('require "lib.nothing"', r"lib.nothing|lib/nothing"),
    "error_in_module": bad('require "m"', r"m\.lua:2", files={"m__lua": "local x = 1\nerror('no good')\n"}),
    "secret_as_name": bad('local s = input "s" { type = "string", sensitive = true, default = "hush" }\ncore.data(s) { }', r"sensitive"),
    "newer_infra": bad('stack "x" { infra = ">= 99.0" }', r"99"),
    "stack_not_first": bad('core.data "a" { }\nstack "x" { }', r"first"),
    "many_errors": bad("\n".join('aws.vpc "v%d" { nope%d = 1 }' % (n, n) for n in range(30)), r"nope0", r"nope5"),
}
