// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The files of the input in an order that depends on nothing but their names: inputs as given,
 * folders by name. Holds one folder's names a level, however many files there are. Hidden files and
 * folders, and links to folders, are left out.
 */
final class InputTree {
  /** Is told what the walk finds. */
  interface FileVisitor {
    /** A file that is read. */
    void onFile(InputFile file);

    /** A folder or input that cannot be read. */
    void onProblem(Problem problem);

    /** A file that is not read. */
    void onIgnored();
  }

  private final List<Path> inputs;

  /** The input as files and folders; files are read even if their names do not say text. */
  InputTree(List<Path> inputs) {
    this.inputs = List.copyOf(inputs);
  }

  void walk(FileVisitor visitor) {
    var uses = new HashMap<String, Integer>();
    for (Path input : inputs) {
      Path last = input.toAbsolutePath().normalize().getFileName();
      String name = last == null ? "root" : last.toString();
      int use = uses.merge(name, 1, Integer::sum);
      walkInput(input, FileKind.of(name), use == 1 ? name : name + "~" + use, visitor);
    }
  }

  private static void walkInput(Path input, FileKind kind, String source, FileVisitor visitor) {
    if (Files.isDirectory(input)) {
      walkFolder(input, source, "", visitor);
    } else if (!Files.exists(input)) {
      visitor.onProblem(new Problem(source, "", Problem.Kind.UNREADABLE, "no such file or folder"));
    } else {
      String path = kind == FileKind.ARCHIVE ? "" : source;
      visitor.onFile(
          new InputFile(source, path, kind == FileKind.OTHER ? FileKind.TEXT : kind, input));
    }
  }

  private static void walkFolder(Path folder, String source, String prefix, FileVisitor visitor) {
    var names = new ArrayList<String>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      children.forEach(child -> names.add(child.getFileName().toString()));
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      visitor.onProblem(new Problem(source, prefix, Problem.Kind.UNREADABLE, e.toString()));
      return;
    }
    names.sort(null);
    for (String name : names) {
      Path child = folder.resolve(name);
      if (name.startsWith(".")) {
        visitor.onIgnored();
      } else if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        walkFolder(child, source, prefix + name + "/", visitor);
      } else {
        visitFile(child, source, prefix + name, visitor);
      }
    }
  }

  private static void visitFile(Path file, String source, String path, FileVisitor visitor) {
    FileKind kind = FileKind.of(path);
    if (kind == FileKind.OTHER || Files.isDirectory(file)) {
      visitor.onIgnored();
    } else if (kind == FileKind.ARCHIVE) {
      visitor.onFile(new InputFile(source + "/" + path, "", kind, file));
    } else {
      visitor.onFile(new InputFile(source, path, kind, file));
    }
  }
}
