// The description of the REST API as a page to try it on. Its classic script stands before this one.
const place = document.querySelector("[data-schema]")

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: true,
  // A token is typed into the page and forgotten with it.
  persistAuthorization: false,
  validatorUrl: null,
})
