// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLogContract;
import io.millrace.store.DictionaryStoreContract;
import io.millrace.store.HeadersContract;
import io.millrace.store.IndexContract;
import io.millrace.store.LifecycleContract;
import io.millrace.store.PackContract;
import io.millrace.store.RegistryContract;
import io.millrace.store.SnapshotStoreContract;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.TruncationContract;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InMemoryStoresTest
    implements BlockLogContract,
        TruncationContract,
        IndexContract,
        HeadersContract,
        SnapshotStoreContract,
        RegistryContract,
        DictionaryStoreContract,
        LifecycleContract,
        PackContract {
  private final Stores stores = new InMemoryStores();

  @Override
  public Stores stores() {
    return stores;
  }

  @Test
  void givenWritten_whenWrittenWithOtherBytes_thenRefused() {
    var partition = new PartitionId(UUID.randomUUID(), 0);
    var body = ByteString.copyFromUtf8("one");
    var other = ByteString.copyFromUtf8("other");
    Stages.get(
        stores.blocks().write(new StoredBlock(partition, 1, new Epoch(1), ByteString.EMPTY, body)));

    var again = new StoredBlock(partition, 1, new Epoch(1), ByteString.EMPTY, other);
    assertThatThrownBy(() -> Stages.get(stores.blocks().write(again)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.kind()).isEqualTo(MillraceException.Kind.BUG));
  }
}
