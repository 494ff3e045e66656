// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import java.util.Optional;

/**
 * A message and where it goes.
 *
 * @param key of a document, or of its node among the clusters
 * @param message what is told
 */
public record Sent(ByteString key, Message message) {
  /** Behind the id in the key of a document's node. */
  private static final ByteString NODE = ByteString.copyFrom(new byte[] {'c'});

  /** To a document itself. */
  static Sent toDocument(DocumentId id, Message message) {
    return new Sent(id.bytes(), message);
  }

  /** To a document's node. */
  static Sent toNode(DocumentId id, Message message) {
    return new Sent(nodeKey(id), message);
  }

  /** Tells a document's cluster that it was taken down. */
  public static Sent gone(DocumentId id) {
    return toNode(id, new Message.Adopt(Summary.ofGone(id), Optional.empty()));
  }

  /** The key of a document's node: what is known of its cluster lies under it. */
  public static ByteString nodeKey(DocumentId id) {
    return id.bytes().concat(NODE);
  }

  /** Whether a key is a document's node's. */
  public static boolean isNodeKey(ByteString key) {
    return key.size() == DocumentId.BYTES + 1 && key.endsWith(NODE);
  }

  /**
   * Which document a key, its own or its node's, belongs to.
   *
   * @throws IllegalArgumentException if it is no such key
   */
  public static DocumentId idOf(ByteString key) {
    return DocumentId.of(isNodeKey(key) ? key.substring(0, DocumentId.BYTES) : key);
  }
}
