package io.millrace.sql;
public class Try {
  public static void main(String[] a) throws Exception {
    for (String s : new String(System.in.readAllBytes(), "UTF-8").split("\n")) {
      long t = System.nanoTime();
      try { var q = Sql.parse(s); System.out.println(q.mode()+" "+q.query().sql()); if (!Sql.parse(q.query().sql()).query().equals(q.query())) System.out.println("  !!! differs "+Sql.parse(q.query().sql()).query()); }
      catch (io.millrace.model.MillraceException e) { System.out.println("["+s+"]\n   "+e.getMessage()); }
    }
  }
}
