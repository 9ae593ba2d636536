# Apple processors run nothing that is unsigned. A release signs again, with a developer's identity.
function(sign_ad_hoc target signed)
  if(CMAKE_HOST_APPLE)
    add_custom_command(TARGET ${target} POST_BUILD COMMAND codesign --force --sign - ${signed})
  endif()
endfunction()
