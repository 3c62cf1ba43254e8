/** How large a picture may be that is handed in through a door. */
export const mostPictureBytes = 20 * 1024 * 1024;
