/*
 * aws_tags.h - tags: the user's, the provider's default ones and our marks, which travel as tags.
 *
 * Marks are infra:stack, infra:address (or infra-at for long addresses) and infra:uid. They never appear in a `tags` attribute.
 * AWS's own tags (aws:...) are nobody's to manage and are left out too.
 */
#ifndef PROVIDERS_AWS_AWS_TAGS_H
#define PROVIDERS_AWS_AWS_TAGS_H

#include "engine/provider/op.h"

/* The row every taggable type has. */
#define AWS_TAGS_ATTR                                                                                                        \
    { .name = "tags", .type = ATTR_STRING_MAP, .flags = OPTIONAL | OWNS_ALL, .check = aws_check_tag, .api = "Tags",           \
      .doc = "tags; those of default_tags are added, these win", .example = "{ Name = \"main\" }" }

/* [{Key, Value}] -> map, without marks and AWS's own. */
struct value aws_tags_decode(struct arena *arena, struct value tags);
/* Our marks among [{Key, Value}]. */
void aws_tags_marks(struct value tags, struct read_object *ret);

/* What the object shall carry: default_tags, over them `tags`, over them the marks; as a map. */
struct value aws_tags_wanted(struct op *op);
/* The same as [{Key, Value}]. */
struct value aws_tags_list(struct arena *arena, struct value map);
/* TagSpecifications of a create: [{ResourceType, Tags}]. */
struct value aws_tag_spec(struct op *op, const char *resource_type);
/* Live tags as the stack may see them: ignored ones left out. */
struct value aws_tags_strip(struct arena *arena, struct provider *provider, struct value tags);
/* Brings the tags of an EC2 object to what is wanted; in an OP_MARKS step also the marks. Suspends. */
bool aws_update_tags(struct op *op, struct err *err) MUST_USE;
/* The same for types whose tags hang on another id than `id`. */
bool aws_update_tags_of(struct op *op, struct value id, struct err *err) MUST_USE;

bool aws_check_tag(struct value v, struct err *err);

#endif
