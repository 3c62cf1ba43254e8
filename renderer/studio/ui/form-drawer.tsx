/** A drawer with a form in it: Escape and a click beside it close it only while nothing was typed. Its buttons always do. */
import { useState } from 'react';
import { Drawer, type DrawerProps } from '@mantine/core';

export function FormDrawer({ opened, children, ...props }: DrawerProps) {
  const [was, setWas] = useState(opened);
  const [touched, setTouched] = useState(false);
  if (was !== opened) {
    setWas(opened);
    setTouched(false);
  }
  return (
    <Drawer opened={opened} closeOnEscape={!touched} closeOnClickOutside={!touched} {...props}>
      <div onInput={() => setTouched(true)}>{children}</div>
    </Drawer>
  );
}
