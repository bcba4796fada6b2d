/*
 * test_xml.c - reading XML: the tree, its names and texts, and everything that is refused.
 */
#include "tests/unit/test.h"

#include "engine/net/xml.h"

static struct xml_node *parsed(struct arena *arena, const char *text)
{
    struct err err = { 0 };
    struct xml_node *root = NULL;
    CHECK(xml_parse(arena, str_of(text), NULL, &root, &err));
    return root;
}

static void test_children_and_texts_are_found_by_local_name(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct xml_node *root = parsed(
        &arena, "<?xml version=\"1.0\"?>\n<ns:a xmlns:ns=\"urn:x\"><ns:b>1</ns:b> <c/><b>2</b></ns:a>");
    CHECK_STR(root->name, "a");
    CHECK_INT(root->child_count, 3);
    CHECK_STR(xml_child_text(root, "b"), "1");
    CHECK_STR(xml_child_text(root, "c"), "");
    CHECK_STR(root->last->text, "2");
    CHECK(root->last->parent == root);
    CHECK(xml_child(root, "d") == NULL);
    CHECK(xml_child(NULL, "d") == NULL);
    CHECK_STR(xml_text(NULL), "");
}

static void test_text_in_pieces_is_joined_and_text_beside_children_is_not_kept(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct xml_node *root = parsed(&arena, "<a>x<b> one &amp;<![CDATA[ <two> ]]>&#x21; </b>y</a>");
    CHECK_STR(root->text, "");
    CHECK_STR(xml_child_text(root, "b"), " one & <two> ! ");
}

static void test_attributes_keep_their_prefix_and_namespace_declarations_go(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct xml_node *root =
        parsed(&arena, "<a xmlns=\"urn:a\" xmlns:xsi=\"urn:i\" xsi:type=\"User\" id=\"7\"/>");
    CHECK_STR(xml_attribute(root, STR("xsi:type")), "User");
    CHECK_STR(xml_attribute(root, STR("id")), "7");
    CHECK(xml_attribute(root, STR("xmlns")).ptr == NULL);
    CHECK(xml_attribute(NULL, STR("id")).ptr == NULL);
}

static void refused(const char *text, enum err_code code, const char *message)
{
    DROP_ARENA struct arena arena = { 0 };
    struct err err = { 0 };
    struct xml_node *root = NULL;
    CHECK(!xml_parse(&arena, str_of(text), NULL, &root, &err));
    CHECK(root == NULL);
    CHECK_INT(err.code, code);
    CHECK_STR(str_of(err.message), message);
}

static void test_damaged_documents_are_refused_with_their_position(void **state)
{
    (void)state;
    refused("", ERR_INVALID, "XML is malformed at line 1, column 1: no element found");
    refused("<a>\n<b></a>", ERR_INVALID, "XML is malformed at line 2, column 6: mismatched tag");
    refused("<a><b>", ERR_INVALID, "XML is malformed at line 1, column 7: no element found");
    refused("<a/><b/>", ERR_INVALID, "XML is malformed at line 1, column 5: junk after document element");
    refused("<a>&nbsp;</a>", ERR_INVALID, "XML is malformed at line 1, column 4: undefined entity");
    refused("Service Unavailable", ERR_INVALID, "XML is malformed at line 1, column 1: syntax error");
    refused("<a>\xff\xfe</a>", ERR_INVALID,
            "XML is malformed at line 1, column 4: not well-formed (invalid token)");
}

static void test_a_doctype_is_refused_before_any_entity_is_expanded(void **state)
{
    (void)state;
    refused("<!DOCTYPE html><html></html>", ERR_INVALID, "XML with a DOCTYPE is refused");
    refused("<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>", ERR_INVALID,
            "XML with a DOCTYPE is refused");
}

static void test_depth_and_size_are_limited(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    DROP_BUF struct buf deep = { 0 };
    for (int i = 0; i < XML_DEPTH_MAX + 1; i++)
        buf_add_cstr(&deep, "<a>");
    refused(deep.ptr, ERR_LIMIT, "XML is nested deeper than 64 elements");

    struct err err = { 0 };
    struct xml_node *root = NULL;
    struct xml_limits limits = { .max_depth = 2, .max_bytes = 16 };
    CHECK(xml_parse(&arena, STR("<a><b>1</b></a>"), &limits, &root, &err));
    CHECK(!xml_parse(&arena, STR("<a><b>12345</b></a>"), &limits, &root, &err));
    CHECK_STR(str_of(err.message), "XML of 19 bytes is over the limit of 16");
    CHECK_INT(err.code, ERR_LIMIT);
}

static void test_escaped_text_reads_back_the_same(void **state)
{
    (void)state;
    DROP_ARENA struct arena arena = { 0 };
    struct str text = STR("<a href=\"x\">'&' \r\n\t \xc2\x85 \xe2\x80\xa8 \xed\x95\x9c</a>");
    DROP_BUF struct buf out = { 0 };
    buf_add_cstr(&out, "<t>");
    xml_escape(&out, text);
    buf_add_cstr(&out, "</t>");
    struct err err = { 0 };
    struct xml_node *root = NULL;
    CHECK(xml_parse(&arena, buf_str(&out), NULL, &root, &err));
    CHECK(str_eq(root->text, text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_children_and_texts_are_found_by_local_name),
        cmocka_unit_test(test_text_in_pieces_is_joined_and_text_beside_children_is_not_kept),
        cmocka_unit_test(test_attributes_keep_their_prefix_and_namespace_declarations_go),
        cmocka_unit_test(test_damaged_documents_are_refused_with_their_position),
        cmocka_unit_test(test_a_doctype_is_refused_before_any_entity_is_expanded),
        cmocka_unit_test(test_depth_and_size_are_limited),
        cmocka_unit_test(test_escaped_text_reads_back_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
