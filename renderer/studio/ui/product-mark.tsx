/** The product's sign and name; the same shape as resources/icons/icon.svg. */
export function ProductMark() {
  return (
    <span className="product">
      <svg viewBox="60 60 400 400" width="24" height="24" aria-hidden>
        <circle cx="256" cy="158" r="62" fill="#f4efe6" />
        <path d="M118 236 L256 400 L394 236" fill="none" stroke="#35c2a5" strokeWidth="52" strokeLinecap="round" strokeLinejoin="round" />
        <circle cx="402" cy="120" r="34" fill="#e5484d" />
      </svg>
      <h1 className="product-name">Vanchor Studio</h1>
    </span>
  );
}
