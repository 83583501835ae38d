package io.propolis.crawlers;

import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * A lake that tells which files were opened and which folders listed, and fails where it is told.
 */
public final class WatchedLake {
  private final Lake lake;
  private final Collection<String> opened = new ConcurrentLinkedQueue<>();
  private final Collection<String> listed = new ConcurrentLinkedQueue<>();
  private volatile Consumer<String> onOpen = location -> {};
  private volatile Consumer<String> onList = location -> {};

  public WatchedLake(Lake lake) {
    this.lake = lake;
  }

  public Lake lake() {
    return (Lake)
        Proxy.newProxyInstance(
            Lake.class.getClassLoader(), new Class<?>[] {Lake.class}, (p, m, a) -> call(m, a));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    boolean lists = method.getName().equals("level") || method.getName().equals("list");
    if (method.getName().equals("open")) {
      var location =
          arguments[0] instanceof FileEntry entry ? entry.location() : (String) arguments[0];
      opened.add(location);
      onOpen.accept(location);
    } else if (lists) {
      listed.add((String) arguments[0]);
      onList.accept((String) arguments[0]);
    }
    try {
      return method.invoke(lake, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** Names of the files opened since the last question, sorted. */
  public Collection<String> opened() {
    return taken(opened);
  }

  public int countOpened() {
    return opened.size();
  }

  /** Names of the folders listed since the last question, sorted. */
  public Collection<String> listed() {
    return taken(listed);
  }

  private static Collection<String> taken(Collection<String> all) {
    var names = all.stream().map(l -> l.substring(l.lastIndexOf('/') + 1)).sorted().toList();
    all.clear();
    return names;
  }

  /** Called in front of every opening; what it throws is thrown. */
  public void onOpen(Consumer<String> fault) {
    onOpen = fault;
  }

  /** Called in front of every listing; what it throws is thrown. */
  public void onList(Consumer<String> fault) {
    onList = fault;
  }
}
