/** BEGIN IMMEDIATE … COMMIT over a connection; inside of one, work simply runs. */
export function nestableTransaction(exec: (sql: string) => void): <T>(work: () => T) => T {
  let depth = 0;
  return (work) => {
    if (depth > 0) return work();
    // Immediate: a second process is waited for now, and cannot make the first write fail later.
    exec('BEGIN IMMEDIATE');
    depth += 1;
    try {
      const result = work();
      exec('COMMIT');
      return result;
    } catch (error) {
      try {
        exec('ROLLBACK');
      } catch {
        // SQLite has rolled back by itself (disk full, I/O error)
      }
      throw error;
    } finally {
      depth -= 1;
    }
  };
}
