// Sends the one form of the page: the platform's answer travels through the browser as a POST.
document.forms[0].submit();
