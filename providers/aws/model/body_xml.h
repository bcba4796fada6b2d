/*
 * body_xml.h - values as XML, by shape: rest-xml bodies, and the answers of query and EC2.
 *
 * Lists are <name><item/>...</name>, or <name/>... when flattened; maps the same with <entry><key/><value/></entry>. A
 * flattened list's elements have the member's name, whatever the model calls its items. Reading is lenient as clients of a
 * growing API must be: unknown elements are skipped, list items may have any name, an empty element is an absent number.
 */
#ifndef PROVIDERS_AWS_MODEL_BODY_XML_H
#define PROVIDERS_AWS_MODEL_BODY_XML_H

#include "engine/net/xml.h"
#include "engine/value/value.h"
#include "providers/aws/model/model.h"

/* Appends <name ...>...</name> for a whole structure; `ns` is an index into namespaces, 0 for none. `reply`: answer names. */
bool body_xml_write(struct buf *out, const struct model *model, const struct model_shape *shape, const char *name, uint16_t ns,
                    bool reply, struct value v, struct err *err) MUST_USE;
/* Only what stands inside the element; attributes are left out. Members that travel elsewhere (headers, URI) are skipped. */
bool body_xml_write_members(struct buf *out, const struct model *model, const struct model_shape *shape, bool reply,
                            struct value v, struct err *err) MUST_USE;
/*
 * Reads a structure from the children and attributes of `node`. Fails with ERR_INVALID when a text does not fit its shape.
 * `reply`: answer names. Values of sensitive shapes are marked.
 */
bool body_xml_read(struct arena *arena, const struct model *model, const struct model_shape *shape, bool reply,
                   const struct xml_node *node, struct value *ret, struct err *err) MUST_USE;

#endif
