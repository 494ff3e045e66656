// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockHeader;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredHeader;
import java.util.List;

/**
 * What blocks that lie in no pack yet would become; from their headers alone.
 *
 * @param after number before the first one
 * @param blocks how many there are
 * @param packs how many packs they make
 * @param bytes of them, as stored
 * @param chainBefore the chain up to {@code after}
 */
record Survey(long after, long blocks, long packs, long bytes, ByteString chainBefore) {
  /** Looks at all blocks behind what is packed or truncated. Blocks its thread. */
  static Survey of(BlockLog log, Head head, long packBytes) {
    long after = Math.max(head.packed().upTo(), head.start().truncated());
    var cut = new PackCut(packBytes);
    long packs = 0;
    long bytes = 0;
    ByteString before = null;
    long at = after;
    while (at < head.sequence()) {
      List<StoredHeader> page = Await.get(log.headers(head, at));
      if (page.isEmpty()) {
        throw MillraceException.of(Kind.CORRUPT, "committed block is missing")
            .with("partition", head.partition())
            .with("block", at + 1);
      }
      for (StoredHeader stored : page) {
        BlockHeader header = BlockHeader.decode(stored.header());
        before = before == null ? header.previousChain() : before;
        packs += cut.begins(header, stored.header().size()) ? 1 : 0;
        bytes += (long) stored.header().size() + header.storedLength();
      }
      at += page.size();
    }
    if (after > head.start().truncated()) {
      // What is packed already says where the chain stands.
      StoredHeader last = Await.get(log.headers(head, after - 1)).get(0);
      before = BlockHeader.decode(last.header()).chain();
    }
    return new Survey(after, at - after, packs, bytes, before == null ? ByteString.EMPTY : before);
  }
}
