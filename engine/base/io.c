/*
 * io.c - the door's plain calls, the same for every door.
 */
#include "engine/base/io.h"

bool io_file_read(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                  struct err *err)
{
    return io->ops->file_read(io, arena, path, max_bytes, ret, err);
}

bool io_file_write(struct io *io, const char *path, struct str data, unsigned mode, struct err *err)
{
    return io->ops->file_write(io, path, data, mode, err);
}

bool io_file_remove(struct io *io, const char *path, struct err *err)
{
    return io->ops->file_remove(io, path, err);
}

bool io_make_dirs(struct io *io, const char *path, unsigned mode, struct err *err)
{
    return io->ops->make_dirs(io, path, mode, err);
}

bool io_file_info(struct io *io, const char *path, struct io_file_info *ret, struct err *err)
{
    return io->ops->file_info(io, path, ret, err);
}

bool io_file_resolve(struct io *io, struct arena *arena, const char *path, struct str *ret, struct err *err)
{
    return io->ops->file_resolve(io, arena, path, ret, err);
}

bool io_dir_list(struct io *io, struct arena *arena, const char *path, struct str **ret, size_t *ret_count,
                 struct err *err)
{
    return io->ops->dir_list(io, arena, path, ret, ret_count, err);
}

bool io_file_read_linked(struct io *io, struct arena *arena, const char *path, size_t max_bytes, struct str *ret,
                         struct err *err)
{
    struct str resolved;
    TRY(io_file_resolve(io, arena, path, &resolved, err));
    TRY(io_file_read(io, arena, resolved.ptr, max_bytes, ret, err));
    return true;
}
