/** Sends the answer to the platform at once; the button is for browsers without script. */
document.getElementById("send").submit();
