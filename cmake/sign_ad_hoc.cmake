# Apple processors run nothing that is unsigned. A release signs again, with a developer's identity.
find_program(CODESIGN codesign)
function(sign_ad_hoc target signed)
  if(CODESIGN)
    add_custom_command(TARGET ${target} POST_BUILD COMMAND ${CODESIGN} --force --sign - ${signed})
  endif()
endfunction()
